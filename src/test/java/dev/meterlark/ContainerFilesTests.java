package dev.meterlark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What can be told of the image and the composition without an engine for containers: their shape,
 * that what they copy and set exists, and what the entry point runs.
 */
class ContainerFilesTests {

    private static final Set<String> INSTRUCTIONS =
            Set.of(
                    "FROM",
                    "RUN",
                    "WORKDIR",
                    "COPY",
                    "VOLUME",
                    "EXPOSE",
                    "HEALTHCHECK",
                    "ENTRYPOINT");

    @TempDir Path folder;

    @Test
    void theImageIsBuiltFromInstructionsThatExistAndEndsInTheEntryPoint() throws IOException {
        List<String> lines = instructions();

        assertThat(lines.getFirst()).startsWith("FROM ");
        assertThat(lines.getLast()).isEqualTo("ENTRYPOINT [\"/usr/local/bin/meterlark\"]");
        assertThat(lines).allSatisfy(line -> assertThat(INSTRUCTIONS).contains(word(line, 0)));
    }

    @Test
    void whatTheImageCopiesIsInTheRepositoryOrInAnEarlierStage() throws IOException {
        List<String> missing = new ArrayList<>();
        for (String line : instructions()) {
            if (!line.startsWith("COPY ") || line.contains("--from=build")) {
                continue;
            }
            String[] words = line.split("\\s+");
            Stream.of(words)
                    .skip(1)
                    .limit(words.length - 2L)
                    .filter(word -> !word.startsWith("--"))
                    .filter(word -> !Files.exists(Path.of(word)))
                    .forEach(missing::add);
        }

        assertThat(missing).isEmpty();
        assertThat(instructions()).anyMatch(line -> line.matches("FROM \\S+ AS build"));
        assertThat(Files.readString(Path.of("pom.xml")))
                .as("the jar that the image unpacks")
                .contains("<finalName>meterlark</finalName>");
    }

    @Test
    void theEntryPointStartsWhatTheImageHoldsAndHandsOnItsArguments() throws Exception {
        Path java = folder.resolve("java");
        Files.writeString(java, "#!/bin/sh\necho \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        ProcessBuilder entrypoint =
                asNobody("sh", "-s", "--", "--server.port=9")
                        .redirectInput(Path.of("docker/entrypoint").toFile())
                        .redirectErrorStream(true);
        entrypoint.environment().merge("PATH", folder.toString(), (old, own) -> own + ":" + old);
        Process process = entrypoint.start();

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .endsWith(
                        "-jar /opt/meterlark/meterlark.jar --meterlark.data=/data"
                                + " --server.port=9\n");
        assertThat(process.waitFor()).isZero();
        assertThat(instructions()).contains("COPY --from=build /application /opt/meterlark");
    }

    @Test
    void theCompositionSetsOnlyWhatThePlatformKnows() throws IOException {
        JsonNode services = yaml("docker-compose.yml").path("services");
        JsonNode environment = services.at("/meterlark/environment");

        assertThat(known())
                .containsAll(
                        environment.propertyNames().stream()
                                .filter(name -> name.startsWith("METERLARK_"))
                                .toList());
        assertThat(environment.path("METERLARK_DATABASE_URL").asString())
                .as("the service of the database and the name that it makes")
                .isEqualTo(
                        "jdbc:postgresql://database:5432/"
                                + services.at("/database/environment/POSTGRES_DB").asString());
    }

    @Test
    void theCompositionPublishesOnTheLoopbackAloneAndKeepsItsDataInNamedVolumes()
            throws IOException {
        JsonNode composition = yaml("docker-compose.yml");

        assertThat(composition.at("/services/meterlark/ports"))
                .isNotEmpty()
                .allMatch(port -> port.asString().startsWith("127.0.0.1:"));
        assertThat(composition.at("/services/database").has("ports")).isFalse();
        for (JsonNode service : composition.path("services")) {
            assertThat(service.path("volumes"))
                    .isNotEmpty()
                    .extracting(volume -> volume.asString().split(":")[0])
                    .isSubsetOf(composition.path("volumes").propertyNames());
        }
    }

    @Test
    void theWorkflowRunsTheTestCommandOfTheReadme() throws IOException {
        JsonNode steps = yaml(".github/workflows/test.yml").at("/jobs/test/steps");

        assertThat(steps)
                .filteredOn(step -> step.has("run"))
                .extracting(step -> step.path("run").asString())
                .containsExactly("bin/test");
        assertThat(Files.readString(Path.of("README.md"))).contains("bin/test");
    }

    /** Names of the settings as the environment spells them. */
    private static Set<String> known() throws IOException {
        JsonNode metadata =
                JsonMapper.shared()
                        .readTree(
                                Files.readAllBytes(
                                        Path.of(
                                                "target/classes/META-INF/"
                                                        + "spring-configuration-metadata.json")));
        return metadata.path("properties")
                .valueStream()
                .map(property -> property.path("name").asString())
                .map(name -> name.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private static JsonNode yaml(String file) throws IOException {
        Object whole =
                new Yaml(new SafeConstructor(new LoaderOptions()))
                        .load(Files.readString(Path.of(file)));
        return JsonMapper.shared().valueToTree(whole);
    }

    /** So that it cannot rearrange this machine's control groups. */
    private static ProcessBuilder asNobody(String... command) {
        List<String> whole = new ArrayList<>(List.of("setpriv", "--reuid=65534", "--clear-groups"));
        whole.addAll(List.of(command));
        return new ProcessBuilder(whole);
    }

    private static List<String> instructions() throws IOException {
        return Files.readString(Path.of("Dockerfile"))
                .replaceAll("\\\\\\R\\s*", "")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    private static String word(String line, int index) {
        return line.split("\\s+")[index];
    }
}
