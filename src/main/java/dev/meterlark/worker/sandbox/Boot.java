package dev.meterlark.worker.sandbox;

import dev.meterlark.worker.IsolationReport;
import dev.meterlark.worker.protocol.RuntimeApi;
import dev.meterlark.worker.relay.Relays;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Brings up what sandboxes need, and finds by trying which OCI runtime holds one. */
final class Boot {

    private static final Logger log = LoggerFactory.getLogger(Boot.class);
    private static final String ADVICE =
            " On Debian or Ubuntu: apt-get install crun, or runc. Functions cannot run until then.";

    private final SandboxProperties properties;
    private final String node;
    private final Belongings belongings;
    private final OciSandboxes.Surroundings surroundings;

    Boot(
            SandboxProperties properties,
            String node,
            OciSandboxes.Surroundings surroundings,
            Belongings belongings) {
        this.properties = properties;
        this.node = node;
        this.surroundings = surroundings;
        this.belongings = belongings;
    }

    /** What there is to make sandboxes with, or why there is nothing. */
    Isolation isolate() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Isolation.none(
                    "nothing was tried",
                    "Sandboxes can be made by root only, and this runs as %s."
                            .formatted(System.getProperty("user.name")));
        }
        Map<String, Path> candidates = new LinkedHashMap<>();
        List<String> failures = new ArrayList<>();
        for (String name : properties.ociRuntimes()) {
            OciRuntime.find(name)
                    .ifPresentOrElse(
                            binary -> candidates.put(name, binary),
                            () -> failures.add(name + ": not installed"));
        }
        if (candidates.isEmpty()) {
            return nothingWorks(failures);
        }
        try {
            return probe(machinery(), candidates, failures);
        } catch (IOException | RuntimeException e) {
            log.error("Sandboxes cannot be made on this machine", e);
            return Isolation.none(
                    "nothing was tried",
                    "The machine lacks what a sandbox needs: %s.".formatted(e.getMessage()));
        }
    }

    private Launcher.Machinery machinery() throws IOException {
        NodeFolder folder = NodeFolder.claim(properties.folder().resolve(node));
        belongings.add("folder", folder::close);
        Cgroups cgroups = Cgroups.of(node);
        new Janitor(cgroups, folder).clean();
        belongings.add("control groups", cgroups::removeAll);
        Warden warden = Warden.over(cgroups.folder());
        belongings.add("warden", warden::close);
        folder.furnish(String.valueOf(properties.folderSize().toBytes()));
        HostIds hostIds = HostIds.claim();
        belongings.add("host ids", hostIds::close);
        Kernel.adoptOrphans();
        var api = new RuntimeApi(properties.apiThreads());
        belongings.add("Runtime API", api::close);
        var watch = new Watch();
        belongings.add("watch", watch::close);
        var ways = new WaysOut(properties.egress(), surroundings.names(), surroundings.opened());
        belongings.add("ways out", ways::close);
        var relays = new Relays(properties.relay(), surroundings.platform());
        belongings.add("platform's doors", relays::close);
        return new Launcher.Machinery(
                properties,
                folder,
                cgroups,
                hostIds,
                watch,
                api,
                new Profile(properties, folder.devices()),
                ways,
                relays);
    }

    private Isolation probe(
            Launcher.Machinery machinery, Map<String, Path> candidates, List<String> failures)
            throws IOException {
        Path images = machinery.folder().images();
        RuntimeImage provided = new ProvidedFamily().build(images).getFirst();
        var trials =
                new Trials(
                        machinery.folder().images().resolve("trials"), properties.trialTimeout());
        for (Map.Entry<String, Path> candidate : candidates.entrySet()) {
            try {
                var launcher = launcher(machinery, candidate.getValue());
                trials.tryIsolation(launcher, provided);
                return works(launcher, machinery, provided, trials);
            } catch (NoSandboxException | IOException e) {
                failures.add("%s: %s".formatted(candidate.getKey(), e.getMessage()));
            }
        }
        return nothingWorks(failures);
    }

    private static Isolation nothingWorks(List<String> failures) {
        return Isolation.none(
                String.join("; ", failures),
                "No OCI runtime works here. %s.%s".formatted(String.join("; ", failures), ADVICE));
    }

    private Launcher launcher(Launcher.Machinery machinery, Path binary) throws IOException {
        Path state = machinery.folder().state();
        return new Launcher(OciRuntime.of(binary, state, properties.startTimeout()), machinery);
    }

    private Isolation works(
            Launcher launcher, Launcher.Machinery machinery, RuntimeImage provided, Trials trials) {
        OciRuntime runtime = launcher.runtime();
        String explanation =
                "Each sandbox has namespaces and host ids of its own, no capabilities, our system"
                        + " call filter,"
                        + " a read-only root and no network, on %s; %s. %s"
                                .formatted(
                                        machinery.cgroups().description(),
                                        runtime.tier().equals("T1")
                                                ? "it shares the machine's kernel"
                                                : "a kernel of its own stands in between",
                                        RuntimeFloor.warning(runtime.name(), runtime.version()));
        return new Isolation(
                new IsolationReport(runtime.tier(), runtime.version(), explanation.strip()),
                new Isolation.Ready(launcher, provided, trials, machinery.folder().images()));
    }
}
