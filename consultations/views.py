"""Files of activities, for those who may see the activity."""

from django.contrib.admin.views.decorators import staff_member_required
from django.http import FileResponse, Http404, HttpRequest
from django.utils.cache import patch_cache_control

from consultations.attachments import type_of
from consultations.models import Activity, Attachment


@staff_member_required(login_url="admin:login")
def attachment(request: HttpRequest, activity_id: int, attachment_id: int) -> FileResponse:
    """The file, always to be saved and never shown in place; 404 for what is not one's own."""
    user = request.user
    if not user.has_perm("consultations.view_attachment"):
        raise Http404
    row = (
        Attachment.objects.filter(activity__in=Activity.objects.visible_to(user))
        .filter(activity=activity_id, pk=attachment_id)
        .first()
    )
    if row is None:
        raise Http404
    try:
        file = row.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    kind = type_of(file)
    response = FileResponse(
        file,
        as_attachment=True,
        filename=row.file_name,
        content_type=kind.content_type if kind else "application/octet-stream",
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    patch_cache_control(response, private=True, no_store=True)
    return response
