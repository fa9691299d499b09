package dev.meterlark.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What the guide to the command line shows is what happens. */
@Tag("slow")
@ExtendWith(RunningPlatform.class)
class LarkGuideTests {

    @TempDir static Path folder;
    private static PlatformProcess platform;
    private static String key;

    @BeforeAll
    static void start(PlatformProcess running) {
        platform = running;
        key = Api.signUp(running, "lark-guide").token();
    }

    @Test
    void theGuideRunsAsItIsWritten() throws Exception {
        Path home = Files.createDirectory(folder.resolve("guide"));
        Files.writeString(home.resolve("key.txt"), key + "\n");

        String output = Guide.of("lark.md").run(home, platform, Map.of());

        assertThat(output)
                .contains("Logged in to " + platform.address())
                .contains("Created hello: nodejs", "Updated hello:", "code unchanged")
                .contains("Created add: python")
                .contains("{\"hello\":\"Ada\"}")
                .contains("\"answer\":4")
                .contains("greeting Ada")
                .contains("(function.error)", "(not-found)")
                .contains("Acme Shipping", "lark-guide", "function.created")
                .contains("Deleted hello.", "Deleted add.", "Logged out.")
                .doesNotContain(key);
    }

    @Test
    void aLiveLogShowsWhatIsPrintedMeanwhile() throws Exception {
        Path home = Files.createDirectory(folder.resolve("live"));
        Files.writeString(
                home.resolve("ticks.mjs"),
                "export const handler = async e => { console.log('tick', e); return e; };");
        LarkProcess lark = new LarkProcess(home, platform, key);
        var deployed = lark.run("deploy", "ticks.mjs");
        assertThat(deployed.exit()).as(deployed.err()).isZero();
        Path out = home.resolve("live.out");
        Path err = home.resolve("live.err");
        Process live = lark.start(out, err, "logs", "ticks", "-f");
        try {
            long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
            for (int i = 0; !Files.readString(out).contains("tick"); i++) {
                assertThat(System.nanoTime()).as(Files.readString(err)).isLessThan(deadline);
                assertThat(lark.run("invoke", "ticks", "-e", Integer.toString(i)).exit()).isZero();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        } finally {
            live.destroy();
            live.waitFor();
        }

        assertThat(Files.readString(out)).containsPattern("Z [0-9a-f]{8}  .*tick \\d");
    }
}
