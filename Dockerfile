# Stage 1 builds the wheel and the database from the reviewed seed; stage 2 runs them as a user without rights.
ARG PYTHON_IMAGE=python:3.11-slim
FROM ${PYTHON_IMAGE} AS build
WORKDIR /src
COPY requirements.lock ./
RUN python -m venv /opt/service && /opt/service/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY schemas schemas
COPY service service
RUN /opt/service/bin/pip install --no-cache-dir --no-deps .
COPY seed_data seed_data
RUN /opt/service/bin/export-controls build-db --seed seed_data --out /data/export-controls.db

FROM ${PYTHON_IMAGE}
ENV PYTHONDONTWRITEBYTECODE=1 \
    EXPORT_CONTROLS_DATABASE=/data/export-controls.db \
    EXPORT_CONTROLS_BIND=0.0.0.0:8000
COPY --from=build /opt/service /opt/service
COPY --from=build /data /data
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 \
    CMD ["/opt/service/bin/python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=5)"]
ENTRYPOINT ["/opt/service/bin/export-controls"]
CMD ["serve"]
