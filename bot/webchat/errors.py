"""Why a call of the web chat was refused."""

from __future__ import annotations

from bot.errors import BotError


class SessionUnknownError(BotError):
    def __init__(self) -> None:
        super().__init__(
            401,
            "No such conversation",
            "The token is missing, unknown or expired. Open a new conversation.",
            {"WWW-Authenticate": "Bearer"},
        )


class BodyTooLargeError(BotError):
    def __init__(self) -> None:
        super().__init__(413, "The request is larger than 64 KB")


class BodyNotJsonError(BotError):
    def __init__(self) -> None:
        super().__init__(400, "The request is not a JSON object in UTF-8")


class FieldNotValidError(BotError):
    """`field` is a name of the schema, never something that the client sent."""

    def __init__(self, field: str) -> None:
        super().__init__(422, f"{field} is not valid")


class TextTooLongError(BotError):
    def __init__(self, limit: int) -> None:
        super().__init__(422, f"The text is longer than {limit} characters", "Send it as several messages.")


class NothingSaidError(BotError):
    def __init__(self) -> None:
        super().__init__(422, "Neither text nor payload was sent")


class PayloadUnknownError(BotError):
    def __init__(self) -> None:
        super().__init__(422, "No recent message offered this payload")


class TooManySessionsError(BotError):
    def __init__(self, retry_after: float) -> None:
        super().__init__(429, "Too many new conversations", headers={"Retry-After": str(max(1, round(retry_after)))})


class BodyNotMultipartError(BotError):
    def __init__(self) -> None:
        super().__init__(415, "The body must be multipart/form-data")


class FormNotValidError(BotError):
    def __init__(self) -> None:
        super().__init__(400, "The form cannot be read")


class TooSlowError(BotError):
    def __init__(self) -> None:
        super().__init__(408, "The file came too slowly", "Try again, on a better connection if you can.")


class FileTooBigError(BotError):
    def __init__(self, limit: int) -> None:
        super().__init__(413, f"The file is larger than {limit // 1_000_000} MB")


class FileKindNotTakenError(BotError):
    def __init__(self) -> None:
        super().__init__(415, "The file is no picture, film, sound or document")


class FileMissingError(BotError):
    def __init__(self) -> None:
        super().__init__(422, "No file was sent, or an empty one")


class NoRoomForFilesError(BotError):
    def __init__(self) -> None:
        super().__init__(503, "No files can be taken at present", headers={"Retry-After": "300"})


class TooManyUploadsError(BotError):
    def __init__(self, retry_after: float) -> None:
        super().__init__(429, "Too many files at once", headers={"Retry-After": str(max(1, round(retry_after)))})
