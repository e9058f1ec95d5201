"""What is answered over HTTP: frozen models, in the words of the trade."""

from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict

Item = TypeVar("Item")


class Answer(BaseModel):
    """Something answered."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


class Page(Answer, Generic[Item]):
    """A page of a list; without `next_cursor` it is the last one."""

    items: list[Item]
    next_cursor: str | None
