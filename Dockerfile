# Stage one builds the wheel, the database from the reviewed seed, and the bytecode of all that the server imports;
# stage two is the plain image with these three, run by a user without rights on a root that nothing writes to.
# An operator pins the base by its digest: --build-arg PYTHON_IMAGE=python:3.11-slim@sha256:...
ARG PYTHON_IMAGE=python:3.11-slim

# checkov:skip=CKV_DOCKER_7: the tag stands in the ARG above, which checkov does not follow
FROM ${PYTHON_IMAGE} AS build
WORKDIR /src
ENV PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1
# Everything that is installed, the tools that make the wheel too, is locked by its hash. The environment has no pip of
# its own: it needs none to run. (--no-deps: the lock is whole but for pip, which a dependency wants for a command of its own.)
COPY requirements.lock requirements-build.lock ./
RUN python -m venv /opt/build \
    && /opt/build/bin/pip install --require-hashes -r requirements-build.lock \
    && python -m venv --without-pip /opt/service \
    && pip --python /opt/service/bin/python install --no-compile --no-deps --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY schemas schemas
COPY service service
RUN /opt/build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /wheels . \
    && pip --python /opt/service/bin/python install --no-compile --no-deps --no-index /wheels/*.whl
COPY seed_data seed_data
# The base image carries no bytecode, and a root that is read-only never gets any: each start would compile hundreds of
# modules. So the environment is compiled here, and what it imports of the standard library by starting the server once
# as far as it goes without serving, which also proves that the image can start, and by what is imported only when asked for.
ENV PYTHONPYCACHEPREFIX=/opt/bytecode \
    EXPORT_CONTROLS_DATABASE=/data/export-controls.db
RUN /opt/service/bin/export-controls build-db --seed seed_data \
    && /opt/service/bin/python -m gunicorn --check-config -c python:service.gunicorn_conf 'service.app:create_app()' \
    && /opt/service/bin/python -c 'import gunicorn.workers.gthread, http.client, service.commands.serve' \
    && /opt/service/bin/python -c 'import feedgen.feed, icalendar, service.ask.phrases, service.shares' \
    && /opt/service/bin/python -c 'import service.contract.as_yaml, service.contract.recorded' \
    && /opt/service/bin/python -m compileall -q -j 0 /opt/service/lib

FROM ${PYTHON_IMAGE}
ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="Mineral export controls" \
      org.opencontainers.image.description="A lookup service for mineral export controls: what applies to a mineral on a day, and who says so." \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}"
ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONPYCACHEPREFIX=/opt/bytecode \
    PYTHONUNBUFFERED=1 \
    EXPORT_CONTROLS_DATABASE=/data/export-controls.db \
    EXPORT_CONTROLS_BIND=0.0.0.0:8000
COPY --from=build /opt/service /opt/service
COPY --from=build /opt/bytecode /opt/bytecode
COPY --from=build /data /data
# A number, for Kubernetes cannot tell whether a name is root.
USER 10001:10001
EXPOSE 8000
# /healthz does no work. The limits are generous: two of the largest parts lists may hold both threads of a worker.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
    CMD ["/opt/service/bin/python", "-S", "-c", "import http.client, os; c = http.client.HTTPConnection('127.0.0.1', int(os.environ['EXPORT_CONTROLS_BIND'].rpartition(':')[2]), timeout=8); c.request('GET', '/healthz'); raise SystemExit(c.getresponse().status != 200)"]
ENTRYPOINT ["/opt/service/bin/export-controls"]
CMD ["serve"]
