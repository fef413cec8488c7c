"""The one base class of every refusal.

A refusal is a class beside the function that raises it, with a stable ``code`` and a Vietnamese sentence the user can act on.
Faces catch :class:`Refusal` once, print ``Lỗi [CODE] sentence`` and leave with status 2; nothing has been changed by then.
"""

from typing import ClassVar


class Refusal(Exception):  # noqa: N818 - "refusal" is the project's word for an error the user can act on
    """Bad input or a forbidden act, refused as a whole.

    ``template`` is the Vietnamese sentence; its ``{fields}`` are filled from the keyword arguments, which stay readable as ``fields``.
    """

    code: ClassVar[str] = "SV-000"
    template: ClassVar[str] = "Không thực hiện được."

    def __init__(self, **fields: object) -> None:
        self.fields = fields
        super().__init__(self.template.format(**fields))

    @property
    def message(self) -> str:
        return str(self)
