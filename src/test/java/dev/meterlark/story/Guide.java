package dev.meterlark.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a guide tells its reader to type.
 *
 * @param script its blocks of shell, one after the other
 */
record Guide(String script) {

    static final Path ROOT = Path.of("").toAbsolutePath();

    private static final Pattern SHELL = Pattern.compile("(?ms)^```sh\n(.*?)^```$");

    /**
     * @param page below {@code docs}
     */
    static Guide of(String page) throws IOException {
        return new Guide(
                SHELL.matcher(Files.readString(ROOT.resolve("docs").resolve(page)))
                        .results()
                        .map(block -> block.group(1))
                        .collect(Collectors.joining("\n")));
    }

    /**
     * Runs it to its end, which must be a good one, with {@code bin} on the path.
     *
     * @param more variables of its environment
     * @return whatever it printed
     */
    String run(Path home, PlatformProcess platform, Map<String, String> more) throws Exception {
        var builder =
                new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
                        .directory(home.toFile())
                        .redirectErrorStream(true);
        var environment = builder.environment();
        environment.put("HOME", home.toString());
        environment.put("METERLARK_URL", platform.address().toString());
        environment.putAll(more);
        environment.merge("PATH", ROOT.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
        Process shell = builder.start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(output).isZero();
        return output;
    }
}
