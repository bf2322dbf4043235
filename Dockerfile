# The site as one image: web, worker and the one-off migrate run from it.
# Every RUN below is a plain command that tests/config/test_dockerfile.py also runs
# in an empty folder, because most machines that test this have no Docker.

FROM python:3.11-slim-bookworm AS build
ENV PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /srv/imsa
COPY requirements.txt ./
RUN python -m venv /srv/venv
RUN /srv/venv/bin/pip install --quiet --require-hashes -r requirements.txt
COPY . .
RUN DJANGO_SETTINGS_MODULE=config.settings.build /srv/venv/bin/python manage.py fonts
RUN DJANGO_SETTINGS_MODULE=config.settings.build /srv/venv/bin/python manage.py collectstatic --noinput --verbosity 0
RUN /srv/venv/bin/python -m compileall -q /srv/imsa
RUN rm -rf demonstration/content tests .git

FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production PATH=/srv/venv/bin:$PATH
RUN useradd --system --uid 10001 --home /srv/imsa --shell /usr/sbin/nologin imsa
WORKDIR /srv/imsa
COPY --from=build /srv/venv /srv/venv
COPY --from=build --chown=10001:10001 /srv/imsa /srv/imsa
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "scripts/healthcheck.py"]
CMD ["gunicorn", "--config", "config/gunicorn.py", "config.wsgi"]
