"""The main job on a sample city, end to end, through the services of the rooms below and with no logic of its own."""
