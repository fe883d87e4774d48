"""Files over HTTP: what a browser may show is a picture of our own making, and all else is bytes to keep."""

from __future__ import annotations

import base64

from fastapi import APIRouter, Depends
from fastapi.responses import StreamingResponse

from api.media.service import MediaService
from api.problems import refusals
from api.tokens.auth import READERS, Auth
from api.tokens.service import Principal
from api.wire import Id

STRICT = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}
BYTES = {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
PICTURE = {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}}


def router(media: MediaService, auth: Auth) -> APIRouter:
    routes = APIRouter(prefix="/v1/attachments", tags=["attachments"])
    reader = auth.allow(*READERS)

    @routes.get(
        "/{attachment}/copy", response_class=StreamingResponse, responses={200: PICTURE, **refusals(401, 403, 404)}
    )
    async def copy(attachment: Id, who: Principal = Depends(reader)) -> StreamingResponse:
        """The picture as a JPEG made anew, without the original's data. The tip's timeline says who read it."""
        found = await media.copy(attachment, who)
        headers = {**STRICT, "Content-Disposition": f'inline; filename="{found.name}"'}
        return StreamingResponse(found.content, media_type="image/jpeg", headers=headers)

    @routes.get(
        "/{attachment}/original", response_class=StreamingResponse, responses={200: BYTES, **refusals(401, 403, 404)}
    )
    async def original(attachment: Id, who: Principal = Depends(reader)) -> StreamingResponse:
        """The file as it came, to be stored and not opened here. The tip's timeline says who read it."""
        found = await media.original(attachment, who)
        headers = {**STRICT, "Content-Disposition": f'attachment; filename="{found.name}"'}
        if found.size is not None and found.sha256 is not None:
            digest = base64.b64encode(found.sha256).decode()
            headers |= {"Content-Length": str(found.size), "Repr-Digest": f"sha-256=:{digest}:"}
        return StreamingResponse(found.content, media_type="application/octet-stream", headers=headers)

    return routes
