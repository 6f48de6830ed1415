# syntax=docker/dockerfile:1
# One file, two images: EXTRAS=kafka,postgres for hosts that relay and process, airflow,kafka,postgres for Airflow's.
# Every package comes in the version of requirements.lock, and its hash is checked against it.
ARG PYTHON=3.12

FROM python:${PYTHON}-slim-bookworm AS build
ARG EXTRAS=kafka,postgres
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 UV_NO_CACHE=1 UV_LINK_MODE=copy
WORKDIR /build
COPY requirements-uv.lock requirements.lock pyproject.toml README.md ./
RUN pip install --require-hashes -r requirements-uv.lock && uv venv /opt/copydesk/venv
# The dependencies alone first: this layer is built again only when the lock or the list of them changes.
RUN uv pip install --python /opt/copydesk/venv --compile-bytecode --constraint requirements.lock \
      -r pyproject.toml $(for extra in $(echo "$EXTRAS" | tr , ' '); do echo "--extra $extra"; done)
COPY copydesk copydesk
COPY ingest ingest
COPY processors processors
COPY stream stream
RUN uv pip install --python /opt/copydesk/venv --compile-bytecode --no-deps --build-constraint requirements.lock .

FROM python:${PYTHON}-slim-bookworm
RUN useradd --uid 10001 --create-home copydesk \
 && install -d -o copydesk -g copydesk /var/lib/copydesk /opt/airflow /opt/airflow/logs /opt/airflow/auth
COPY --from=build /opt/copydesk/venv /opt/copydesk/venv
COPY dags /opt/copydesk/dags
COPY --chmod=755 deploy/airflow-init deploy/healthy /opt/copydesk/bin/
ENV PATH=/opt/copydesk/venv/bin:/opt/copydesk/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONUNBUFFERED=1 \
    COPYDESK_HOME=/var/lib/copydesk \
    AIRFLOW_HOME=/opt/airflow \
    AIRFLOW__CORE__DAGS_FOLDER=/opt/copydesk/dags
USER copydesk
WORKDIR /var/lib/copydesk
VOLUME /var/lib/copydesk
CMD ["copydesk", "doctor"]
