package dev.meterlark.invocation.compiling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.function.snapshot.CompiledSource;
import dev.meterlark.function.snapshot.JavaSource;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.CodeDigest;
import dev.meterlark.worker.RealNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.util.unit.DataSize;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;

/** The compiler in a real sandbox: its package is made of class files alone and runs there. */
@ExtendWith(RealNode.class)
class RealCompilerTests {

    private final RealNode.Node node;

    RealCompilerTests(RealNode.Node node) {
        this.node = node;
    }

    @Test
    void classesAndMistakesComeOutOfASandbox() throws IOException {
        var code = new CompilerPackage();
        CodeDigest digest = code.digest();
        try (InputStream zip = Objects.requireNonNull(code.open(digest))) {
            assertThat(node.keep(zip.readAllBytes())).isEqualTo(digest);
        }
        var compiler =
                new SandboxedCompiler(
                        node.workers(),
                        code,
                        new CompilingProperties(
                                DataSize.ofMegabytes(512),
                                Duration.ofSeconds(60),
                                1,
                                Duration.ZERO),
                        InstantSource.system());
        AccountId account = AccountId.random();

        CompiledSource good = compiler.compile(account, source("public class Other {}"));
        CompiledSource bad = compiler.compile(account, source("public class Hello {\n  int\n}"));

        assertThat(((CompiledSource.Classes) good).files()).containsOnlyKeys("Other.class");
        assertThat(((CompiledSource.Mistaken) bad).mistakes())
                .first()
                .satisfies(mistake -> assertThat(mistake.line()).isEqualTo(2));
    }

    private JavaSource source(String text) {
        return new JavaSource("Hello.java", node.runtime("java"), text);
    }
}
