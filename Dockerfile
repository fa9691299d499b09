# syntax=docker/dockerfile:1
# The image holds the platform and the runtimes that it offers. What privileges it needs: docker-compose.yml.
FROM eclipse-temurin:25-jdk-noble AS build
RUN apt-get update && apt-get install -y --no-install-recommends maven nodejs npm && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY pom.xml mvnw ./
COPY bin/lib ./bin/lib
COPY src ./src
COPY db ./db
COPY frontend ./frontend
COPY examples ./examples
RUN ./mvnw --batch-mode --quiet --no-transfer-progress package -DskipTests \
    && java -Djarmode=tools -jar target/meterlark.jar extract --destination /application

FROM eclipse-temurin:25-jre-noble
RUN apt-get update \
    && apt-get install -y --no-install-recommends runc nodejs python3 curl \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /application /opt/meterlark
COPY --chmod=0755 docker/entrypoint /usr/local/bin/meterlark
VOLUME /data
EXPOSE 8080 8090
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s CMD curl -fsS http://127.0.0.1:8080/actuator/health
ENTRYPOINT ["/usr/local/bin/meterlark"]
