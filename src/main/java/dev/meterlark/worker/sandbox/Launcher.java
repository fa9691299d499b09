package dev.meterlark.worker.sandbox;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Egress;
import dev.meterlark.worker.SandboxSpec;
import dev.meterlark.worker.protocol.ConversationLimits;
import dev.meterlark.worker.protocol.RuntimeApi;
import dev.meterlark.worker.protocol.RuntimeConversation;
import dev.meterlark.worker.relay.Relays;
import dev.meterlark.worker.sandbox.egress.Passage;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Makes sandboxes with one OCI runtime. Any number of threads may. */
final class Launcher {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long REMOVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final OciRuntime runtime;
    private final Machinery machinery;

    Launcher(OciRuntime runtime, Machinery machinery) {
        this.runtime = runtime;
        this.machinery = machinery;
    }

    /** What all sandboxes of a node share. */
    record Machinery(
            SandboxProperties properties,
            NodeFolder folder,
            Cgroups cgroups,
            HostIds hostIds,
            Watch watch,
            RuntimeApi api,
            Profile profile,
            WaysOut ways,
            Relays relays) {}

    OciRuntime runtime() {
        return runtime;
    }

    NodeFolder folder() {
        return machinery.folder();
    }

    OciSandbox start(RuntimeImage image, SandboxSpec spec, Path code) throws NoSandboxException {
        return start(Wanted.of(image, spec, code));
    }

    /** Starts a JVM with what an earlier start of the same package has written down. */
    OciSandbox startKept(
            RuntimeImage image, JavaCommand java, SandboxSpec spec, Path code, KeptStarts.Kept kept)
            throws NoSandboxException {
        String cache = JavaCommand.KEPT + "/" + kept.cache().getFileName();
        var command = java.kept(spec.memoryMiB(), kept.classPath(), cache);
        return start(Wanted.of(image, spec, code).with(command, kept));
    }

    /** Whether functions may have a network here. */
    WaysOut ways() {
        return machinery.ways();
    }

    Relays relays() {
        return machinery.relays();
    }

    /** Starts a runtime that waits for its function. */
    OciSandbox startBlank(RuntimeImage image, RuntimeImage.Ahead ahead, int memoryMiB)
            throws NoSandboxException {
        return start(Wanted.blank(image, ahead.command().apply(memoryMiB), memoryMiB));
    }

    /** Makes a blank sandbox that of a function, and lets it run. */
    void specialize(OciSandbox blank, SandboxSpec spec, Path code)
            throws IOException, NoSandboxException {
        long tmpBytes = machinery.profile().tmpBytes(spec.memoryMiB());
        var environment = FunctionEnvironment.of(spec, blank.id());
        if (spec.egress() == Egress.INTERNET) {
            blank.leadsOut(ways().open(blank.network(), spec.account()));
        }
        blank.speaksFor(machinery.relays(), spec);
        blank.become(new Limits(spec.memoryMiB()), tmpBytes, code, environment);
    }

    OciSandbox start(Wanted wanted) throws NoSandboxException {
        String id = newId();
        var environment = wanted.environment().of(id);
        int hostIds = machinery.hostIds().take();
        Cgroup cgroup = machinery.cgroups().group(id);
        var belongings = new Belongings();
        belongings.add("control group", () -> remove(cgroup, hostIds));
        boolean started = false;
        try (Loopback network = Loopback.open()) {
            RuntimeConversation conversation =
                    machinery.api().converse(network.listener(), ConversationLimits.LAMBDA);
            belongings.add("conversation", conversation::close);
            if (wanted.code() == null) {
                conversation.specialization(); // before the runtime can ask
            }
            Passage passage = passage(wanted, network, belongings);
            var made =
                    new Profile.Sandboxed(
                            wanted.image(),
                            wanted.code(),
                            wanted.command(),
                            FunctionEnvironment.lines(environment),
                            wanted.mounts(),
                            new Limits(wanted.memoryMiB()),
                            wanted.quiet(),
                            hostIds,
                            network.path(),
                            cgroup);
            var door = new DoorInside(network.platform());
            belongings.add("platform's door", door::close);
            if (!wanted.maySpeak() || !machinery.relays().areOpen()) {
                door.close();
            }
            OciSandbox sandbox = start(id, made, conversation, door, belongings);
            if (wanted.speaker() != null) {
                sandbox.speaksFor(machinery.relays(), wanted.speaker());
            }
            if (passage != null) {
                sandbox.leadsOut(passage);
            }
            started = true;
            return sandbox;
        } catch (IOException e) {
            throw new NoSandboxException("No sandbox could be made: " + e.getMessage(), e);
        } finally {
            if (!started) {
                belongings.remove();
            }
        }
    }

    /** There before the function is; null for one that leads nowhere. */
    private @Nullable Passage passage(Wanted wanted, Loopback network, Belongings belongings)
            throws IOException {
        AccountId account = wanted.leadsOut();
        if (account == null) {
            return null;
        }
        Passage passage = ways().open(network.path(), account);
        belongings.add("way out", passage::close);
        return passage;
    }

    private OciSandbox start(
            String id,
            Profile.Sandboxed made,
            RuntimeConversation conversation,
            DoorInside door,
            Belongings belongings)
            throws IOException {
        Path bundle =
                NodeFolder.makeFolder(machinery.folder().sandboxes().resolve(id), "rwx------");
        belongings.add("bundle", () -> NodeFolder.deleteTree(bundle));
        Files.write(
                bundle.resolve("config.json"),
                JSON.writeValueAsBytes(machinery.profile().configuration(made)));
        SandboxProperties properties = machinery.properties();
        var printed =
                new PrintedPipe(
                        (int) properties.printedBytes().toBytes(),
                        properties.printedPerSecond().toBytes());
        belongings.add("pipe", printed::close);
        belongings.add("record", () -> NodeFolder.deleteTree(runtime.recordOf(id)));
        int pid = runtime.start(id, bundle, printed.writer());
        printed.closeWriter();
        var sandbox =
                new OciSandbox(
                        id,
                        made.limits().memoryMiB(),
                        pid,
                        made.cgroup(),
                        printed,
                        conversation,
                        door,
                        belongings);
        sandbox.watchedBy(machinery.watch());
        return sandbox;
    }

    /** A range of ids is free again only when nothing runs under it any more. */
    private void remove(Cgroup cgroup, int hostIds) throws IOException {
        cgroup.close();
        machinery.cgroups().remove(cgroup, System.nanoTime() + REMOVAL_NANOS);
        machinery.hostIds().giveBack(hostIds);
    }

    private static String newId() {
        byte[] bytes = new byte[10];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /**
     * What a sandbox is started with.
     *
     * @param code null for a blank one
     * @param environment made for the sandbox's id
     * @param mounts beside those of its image
     * @param leadsOut whose connections it may make; null for none
     * @param speaker as whom it may ask the platform; null for nobody, or nobody yet
     * @param quiet whether it computes only when nobody else wants to
     */
    record Wanted(
            RuntimeImage image,
            @Nullable Path code,
            List<String> command,
            Environment environment,
            List<ReadOnlyMount> mounts,
            int memoryMiB,
            @Nullable AccountId leadsOut,
            @Nullable SandboxSpec speaker,
            boolean quiet) {

        interface Environment {
            Map<String, String> of(String id) throws NoSandboxException;
        }

        static Wanted of(RuntimeImage image, SandboxSpec spec, Path code) {
            return new Wanted(
                    image,
                    code,
                    image.command().apply(spec.memoryMiB()),
                    id -> FunctionEnvironment.of(spec, id),
                    List.of(),
                    spec.memoryMiB(),
                    spec.egress() == Egress.INTERNET ? spec.account() : null,
                    spec,
                    false);
        }

        static Wanted blank(RuntimeImage image, List<String> command, int memoryMiB) {
            return new Wanted(
                    image,
                    null,
                    command,
                    _ -> FunctionEnvironment.blank(),
                    List.of(),
                    memoryMiB,
                    null,
                    null,
                    true);
        }

        /** Whether it speaks for a function, or will when it is given one. */
        boolean maySpeak() {
            return speaker != null || code == null;
        }

        /** To be started on behalf of nobody: quietly, without a way out, and unheard. */
        static Wanted training(
                RuntimeImage image,
                SandboxSpec spec,
                Path code,
                List<String> command,
                KeptStarts.Kept kept,
                int memoryMiB) {
            Wanted whole = of(image, spec, code).with(command, kept);
            return new Wanted(
                    image,
                    code,
                    whole.command,
                    whole.environment,
                    whole.mounts,
                    memoryMiB,
                    null,
                    null,
                    true);
        }

        private Wanted with(List<String> command, KeptStarts.Kept kept) {
            var shown = new ReadOnlyMount(kept.folder(), JavaCommand.KEPT);
            return new Wanted(
                    image,
                    code,
                    command,
                    environment,
                    List.of(shown),
                    memoryMiB,
                    leadsOut,
                    speaker,
                    quiet);
        }
    }
}
