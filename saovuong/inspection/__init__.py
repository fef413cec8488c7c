"""Who may read the trail of whose acts: the audit room knows no units and no people's rights, this one knows both."""
