package dev.meterlark.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.examples.Example;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Every example, deployed and called by the command line, in a real sandbox. */
@Tag("slow")
@ExtendWith(RunningPlatform.class)
class ExamplesStoryTests {

    static final List<String> EXAMPLES = Example.NAMES;

    @TempDir static Path folder;
    private static PlatformProcess platform;
    private static LarkProcess lark;

    @BeforeAll
    static void start(PlatformProcess running) throws IOException {
        platform = running;
        Path home = Files.createDirectory(folder.resolve("home"));
        lark = new LarkProcess(home, platform, Api.signUp(running, "examples").token());
    }

    @ParameterizedTest
    @FieldSource("EXAMPLES")
    void isDeployedAndAnswersItsEvent(String name) throws Exception {
        Example example = Example.built(name);
        Path event = Files.write(folder.resolve(name + ".json"), example.event());

        var deployed =
                lark.run(
                        "deploy",
                        example.codePackage().toString(),
                        "--name",
                        name,
                        "--runtime",
                        example.runtime(),
                        "--handler",
                        example.handler(),
                        "--memory",
                        Integer.toString(example.memoryMb()),
                        "--timeout",
                        Integer.toString(example.timeout()));
        assertThat(deployed.exit()).as(deployed.err()).isZero();
        var cold = lark.run("invoke", name, "--event", "@" + event);
        assertThat(cold.exit()).as(cold.err() + platform.output()).isZero();
        example.assertAnswer(cold.out());
        assertThat(cold.err()).contains("cold · succeeded", " USD");
        var warm = lark.run("invoke", name, "--event", "@" + event);

        assertThat(warm.exit()).as(warm.err()).isZero();
        example.assertAnswer(warm.out());
        assertThat(warm.err()).contains("warm · succeeded");
    }
}
