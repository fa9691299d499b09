package dev.meterlark;

import dev.meterlark.function.snapshot.SnapshotSource;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.worker.Ending;
import dev.meterlark.worker.IsolationReport;
import dev.meterlark.worker.RunReport;
import dev.meterlark.worker.RunRequest;
import dev.meterlark.worker.RuntimeOffer;
import dev.meterlark.worker.SandboxSpec;
import dev.meterlark.worker.Workers;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Primary;

import java.time.Duration;
import java.util.List;

/** Workers that echo: for tests of everything around a call. */
@TestConfiguration(proxyBeanMethods = false)
class WithoutSandboxes {

    @Bean
    @Primary
    Workers echo() {
        return new Echo();
    }

    @Bean
    @Fallback
    SnapshotSource noFunctions() {
        return List::of;
    }

    private static final class Echo implements Workers {

        @Override
        public RunReport run(SandboxSpec spec, RunRequest request) {
            return new RunReport(
                    new Ending.Succeeded(request.payload(), "application/json"),
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ofMillis(5),
                    false,
                    1_500,
                    20L << 20,
                    new byte[0],
                    0,
                    "sandbox-1");
        }

        @Override
        public void retire(FunctionId function, long belowRevision) {}

        @Override
        public List<RuntimeOffer> runtimes() {
            return List.of(
                    new RuntimeOffer("nodejs20", "nodejs", "v20.20.2"),
                    new RuntimeOffer("python3.11", "python", "Python 3.11.2"));
        }

        @Override
        public IsolationReport isolation() {
            return new IsolationReport("T1", "fake 1.0", "nothing runs, so nothing gets out");
        }
    }
}
