"""What the loader has done: one row for the loading, one for each of its steps."""

from typing import ClassVar

from django.db import models

from foundation import clock


class Loading(models.Model):
    """The day that the demonstration's dates are counted from. Its being there marks the site.

    Purpose: a second run goes on where the first one stopped, and changes nothing that
    is there. Retention: as long as the development database.
    """

    began_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"loading of {self.began_at:%Y-%m-%d}"


class LoadedStep(models.Model):
    """One step of the loader that is done, written in the step's own transaction."""

    loading = models.ForeignKey(Loading, on_delete=models.CASCADE, related_name="steps")
    name = models.CharField(max_length=60)
    done_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["loading", "name"], name="demonstration_step_once")
        ]

    def __str__(self) -> str:
        return self.name
