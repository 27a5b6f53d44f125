# syntax=docker/dockerfile:1
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
ARG VERSION=dev
ARG COMMIT=unknown
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=${VERSION} -X main.commit=${COMMIT}" \
    -o /out/statehouse ./cmd/statehouse && mkdir /out/data

# Nothing but the program, the certificates of the public authorities and the time zones; no shell, no root.
FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /out/statehouse /usr/local/bin/statehouse
# The only folder that is written to: a volume belongs here.
COPY --from=build --chown=65532:65532 /out/data /data
ENV STATEHOUSE_DATA=/data \
    STATEHOUSE_ADDR=0.0.0.0:8080 \
    DATABASE_URL=sqlite:/data/statehouse.db
USER 65532:65532
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["/usr/local/bin/statehouse"]
CMD ["serve", "--migrate"]
