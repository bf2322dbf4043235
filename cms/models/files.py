"""Pictures, documents and media of the programme's own. None has an address but `/files/`."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.models import ReferenceIndex
from wagtail.search import index

from cms import uploads
from foundation import clock
from foundation.exceptions import Refused
from foundation.public_ids import PublicIdModel, new_public_id


class Picture(PublicIdModel, AbstractImage):
    """A picture: drawn again on upload, so that nothing the camera wrote is kept.

    A file that stands in a page is not replaced, because what was signed off would
    change unseen: a new file is a new picture.
    """

    admin_form_fields = Image.admin_form_fields

    def get_upload_to(self, filename: str) -> str:
        """A random name that says nothing."""
        return f"pictures/{new_public_id()}.{filename.rpartition('.')[2].lower()[:5]}"

    def generate_rendition_file(self, filter: Any, *, source: Any = None) -> File:  # noqa: A002 - Wagtail's name
        """One size of it in memory; Wagtail would leave its temporary file open."""
        with super().generate_rendition_file(filter, source=source) as made:
            made.seek(0)
            return ContentFile(made.read(), name=made.name)

    def clean(self) -> None:
        """Refuse what is no picture, and a new file under an old picture."""
        super().clean()
        if self.file and not self.file._committed:  # noqa: SLF001 - Django's word for "not stored yet"
            if self.pk and ReferenceIndex.get_references_to(self).exists():
                raise ValidationError(
                    {"file": _("This picture stands in a page. Add the new file as a new picture.")}
                )
            try:
                uploads.clean_picture(self.file.file)
            except Refused as refused:
                raise ValidationError({"file": refused.messages}) from refused

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.file and not self.file._committed:  # noqa: SLF001 - as above
            drawn = uploads.clean_picture(self.file.file)
            self.file = drawn
            self._set_image_file_metadata()
        super().save(*args, **kwargs)


class Rendition(AbstractRendition):
    """A picture in one size; its address is the picture's."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_of_a_kind"
            )
        ]

    def get_upload_to(self, filename: str) -> str:
        return f"renditions/{new_public_id()}.{filename.rpartition('.')[2].lower()[:5]}"

    @property
    def url(self) -> str:
        """Below `/files/`, where permission is asked."""
        return reverse("cms:file", args=[self.image.public_id, self.file.name.rpartition("/")[2]])


class Paper(PublicIdModel, AbstractDocument):
    """A document, PDF alone."""

    admin_form_fields = Document.admin_form_fields

    def clean(self) -> None:
        super().clean()
        if self.file and not self.file._committed:  # noqa: SLF001 - Django's word for "not stored yet"
            if self.pk and ReferenceIndex.get_references_to(self).exists():
                raise ValidationError(
                    {"file": _("This document stands in a page. Add the new file as a new document.")}
                )
            try:
                uploads.checked(self.file.file, uploads.PAPERS)
            except Refused as refused:
                raise ValidationError({"file": refused.messages}) from refused

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.file and not self.file._committed:  # noqa: SLF001 - as above
            uploads.checked(self.file.file, uploads.PAPERS)
            self.file.name = f"{new_public_id()}.pdf"
        super().save(*args, **kwargs)

    @property
    def url(self) -> str:
        return reverse("cms:file", args=[self.public_id, "document.pdf"])


class Media(PublicIdModel, index.Indexed, models.Model):
    """A recording or a film of the programme's own, with captions and a transcript.

    File, captions and transcript are written once: a page that was signed off must not
    change through what it points to. A correction is a new row.
    """

    WRITTEN_ONCE: ClassVar = ("kind", "file", "captions", "transcript", "seconds")

    class Kind(models.TextChoices):
        SOUND = "sound", _("Sound")
        FILM = "film", _("Film")

    title = models.CharField(_("title"), max_length=160)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.SOUND)
    file = models.FileField(_("file"), upload_to="media/", help_text=_("MP3 or M4A; MP4 or WebM."))
    file_type = models.CharField(max_length=40, blank=True, editable=False)
    sound_only = models.FileField(
        _("sound alone"),
        upload_to="media/",
        blank=True,
        help_text=_("For a film: the same without pictures."),
    )
    captions = models.FileField(
        _("captions"), upload_to="media/", blank=True, help_text=_("WebVTT. A film needs captions.")
    )
    transcript = models.TextField(_("transcript"), help_text=_("Everything that is said, in order."))
    seconds = models.PositiveIntegerField(_("length in seconds"))
    added_at = models.DateTimeField(default=clock.now, editable=False)

    search_fields: ClassVar = [index.SearchField("title"), index.AutocompleteField("title")]

    class Meta:
        ordering: ClassVar = ["title", "pk"]
        verbose_name = _("recording or film")
        verbose_name_plural = _("recordings and films")

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        for name in ("file", "sound_only", "captions"):
            file = getattr(self, name)
            if file and not file._committed:  # noqa: SLF001 - Django's word for "not stored yet"
                found = uploads.ending(file.file)
                file.name = f"{new_public_id()}.{found}"
                if name == "file":
                    self.file_type = {**uploads.SOUND, **uploads.FILM}.get(found, "application/octet-stream")
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Check the files by their content; a film has captions; what is written once stays."""
        if self.pk:
            before = type(self).objects.get(pk=self.pk)
            changed = [name for name in self.WRITTEN_ONCE if getattr(before, name) != getattr(self, name)]
            if changed:
                raise ValidationError(
                    {
                        name: _("This stays as it was signed off. Add a new recording instead.")
                        for name in changed
                    }
                )
            return
        problems: dict[str, Any] = {}
        for name, kinds in (
            ("file", uploads.SOUND if self.kind == self.Kind.SOUND else uploads.FILM),
            ("sound_only", uploads.SOUND),
            ("captions", uploads.CAPTIONS),
        ):
            file = getattr(self, name)
            if file:
                try:
                    _ending, file_type = uploads.checked(file.file, kinds)
                except Refused as refused:
                    problems[name] = refused.messages
                else:
                    if name == "file":
                        self.file_type = file_type
        if self.kind == self.Kind.FILM and not self.captions:
            problems["captions"] = _("A film needs captions.")
        if problems:
            raise ValidationError(problems)

    @property
    def minutes(self) -> int:
        """Full minutes of its length."""
        return self.seconds // 60

    @property
    def rest(self) -> str:
        """The seconds after the full minutes, two digits."""
        return f"{self.seconds % 60:02d}"
