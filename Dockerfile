FROM node:20-slim AS page
WORKDIR /src/web
COPY web/ ./
# The documents of the page are held against the schema when it is built.
COPY tests/schema.graphql /src/tests/schema.graphql
RUN if [ -f package.json ]; then npm ci --no-audit --no-fund && npm run build; else mkdir -p dist; fi

FROM python:3.11-slim
WORKDIR /src
COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . ./
COPY --from=page /src/web/dist web/dist
RUN pip install --no-cache-dir --no-deps . && useradd --create-home kense
USER kense
WORKDIR /home/kense
ENV KENSE_HOME=/home/kense
EXPOSE 8000
CMD ["kense", "serve", "--host", "0.0.0.0"]
