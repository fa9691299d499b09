package dev.meterlark.examples;

import static org.assertj.core.api.Assertions.assertThat;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import javax.imageio.ImageIO;
import javax.imageio.stream.ImageInputStream;

/**
 * One folder of {@code examples/}, as its {@code example.json} describes it: how to deploy it, an
 * event and what the answer must hold.
 */
public record Example(
        String name,
        String runtime,
        String handler,
        int memoryMb,
        int timeout,
        Path codePackage,
        byte[] event,
        JsonNode expect) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path ROOT = Path.of("examples").toAbsolutePath();
    private static final long BUILD_MINUTES = 5;

    public static final List<String> NAMES =
            List.of(
                    "thumbnail",
                    "csv-to-json",
                    "word-statistics",
                    "asks-another",
                    "spring-orders",
                    "native-hello",
                    "wasm-hello",
                    "wasm-markdown");

    /** Builds the example, which is quick when its package is up to date, and reads it. */
    public static Example built(String name) {
        try {
            Path log = Files.createTempFile("example-build", ".log");
            Process build =
                    new ProcessBuilder(ROOT.resolve("build").toString(), name)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            boolean ended = build.waitFor(BUILD_MINUTES, TimeUnit.MINUTES);
            assertThat(ended && build.exitValue() == 0).as(Files.readString(log)).isTrue();
            Files.delete(log);
            return read(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Example read(String name) throws IOException {
        Path folder = ROOT.resolve(name);
        JsonNode description = JSON.readTree(Files.readString(folder.resolve("example.json")));
        return new Example(
                name,
                description.get("runtime").asString(),
                description.get("handler").asString(),
                description.get("memoryMb").asInt(),
                description.get("timeout").asInt(),
                folder.resolve(description.get("package").asString()),
                JSON.writeValueAsBytes(filled(description.get("event"), folder)),
                description.get("expect"));
    }

    /** Unpacks the package as a sandbox would see it. */
    public void unpackTo(Path target) throws IOException {
        try (InputStream in = Files.newInputStream(codePackage);
                var zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = target.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(zip, file);
                    file.toFile().setExecutable(true);
                }
            }
        }
    }

    /** Checks an answer: it holds all of {@code expect.json}, and the picture that was promised. */
    public void assertAnswer(byte[] answer) throws IOException {
        JsonNode actual = JSON.readTree(answer);
        assertHolds(actual, expect.get("json"), name);
        JsonNode image = expect.get("image");
        if (image != null) {
            byte[] bytes =
                    Base64.getDecoder().decode(actual.at(image.get("at").asString()).asString());
            try (ImageInputStream in =
                    ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
                var reader = ImageIO.getImageReaders(in).next();
                reader.setInput(in);
                assertThat(reader.getFormatName())
                        .isEqualToIgnoringCase(image.get("format").asString());
                assertThat(reader.read(0).getWidth()).isEqualTo(image.get("width").asInt());
                assertThat(reader.getHeight(0)).isEqualTo(image.get("height").asInt());
            }
        }
    }

    private static void assertHolds(JsonNode actual, JsonNode expected, String at) {
        if (!expected.isObject()) {
            assertThat(actual).as(at).isEqualTo(expected);
            return;
        }
        for (var property : expected.properties()) {
            assertThat(actual.has(property.getKey())).as(at + "/" + property.getKey()).isTrue();
            assertHolds(
                    actual.get(property.getKey()),
                    property.getValue(),
                    at + "/" + property.getKey());
        }
    }

    /** Replaces {@code {"$text": file}} and {@code {"$base64": file}} by the files' contents. */
    private static JsonNode filled(JsonNode node, Path folder) throws IOException {
        if (node.has("$text")) {
            return JSON.valueToTree(Files.readString(folder.resolve(node.get("$text").asString())));
        }
        if (node.has("$base64")) {
            byte[] bytes = Files.readAllBytes(folder.resolve(node.get("$base64").asString()));
            return JSON.valueToTree(Base64.getEncoder().encodeToString(bytes));
        }
        if (node instanceof ObjectNode object) {
            for (var property : List.copyOf(object.properties())) {
                object.set(property.getKey(), filled(property.getValue(), folder));
            }
        }
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, filled(array.get(i), folder));
            }
        }
        return node;
    }
}
