package dev.meterlark.function;

import dev.meterlark.account.Accounts;
import dev.meterlark.account.AuditLog;
import dev.meterlark.edge.FunctionAddresses;
import dev.meterlark.function.snapshot.FunctionPublished;
import dev.meterlark.platform.DurableSteps;
import dev.meterlark.platform.Stretch;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.CodeDigest;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.KeepWarm;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was published of functions. Everything that is written here is written while the function is
 * locked: publications, deletions and what points at versions come one after the other.
 */
@Service
@Transactional
public class FunctionVersions {

    private final FunctionRows functions;
    private final VersionRows versions;
    private final AliasRows aliases;
    private final Removal removal;
    private final Pointers pointers;
    private final Sealed sealed;
    private final Accounts accounts;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;
    private final FunctionAddresses addresses;
    private final FunctionProperties properties;
    private final InstantSource clock;

    FunctionVersions(
            FunctionRows functions,
            VersionRows versions,
            AliasRows aliases,
            Removal removal,
            Pointers pointers,
            Sealed sealed,
            Accounts accounts,
            AuditLog audit,
            ApplicationEventPublisher events,
            FunctionAddresses addresses,
            FunctionProperties properties,
            InstantSource clock) {
        this.functions = functions;
        this.versions = versions;
        this.aliases = aliases;
        this.removal = removal;
        this.pointers = pointers;
        this.sealed = sealed;
        this.accounts = accounts;
        this.audit = audit;
        this.events = events;
        this.addresses = addresses;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * @param made false when nothing has changed since the newest version, which is this one
     */
    public record Publication(VersionView version, boolean made) {}

    @Transactional(readOnly = true)
    public VersionList list(
            Caller caller, String name, @Nullable String cursor, @Nullable Integer limit) {
        Stretch stretch = Stretch.of(cursor, limit);
        Function function = find(caller, name);
        List<FunctionVersion> found =
                versions.before(
                        function.id(),
                        Math.clamp(stretch.before(Long.MAX_VALUE), 0, Integer.MAX_VALUE),
                        stretch.limit());
        return new VersionList(
                stretch.items(found).stream()
                        .map(each -> viewed(caller, function, each, null))
                        .toList(),
                stretch.nextCursor(found, each -> Integer.toString(each.number())));
    }

    /** With its environment, for who may change the function. */
    @Transactional(readOnly = true)
    public VersionView show(Caller caller, String name, String version) {
        Function function = find(caller, name);
        return viewed(caller, function, find(function, version));
    }

    @Transactional(readOnly = true)
    CodeDigest code(Caller caller, String name, String version) {
        return find(find(caller, name), version).code();
    }

    /**
     * @param code that the function is known to have, whole and unchanged
     * @return empty when it has another by now
     */
    Optional<Publication> publish(
            Caller caller, String name, VersionWishes wishes, CodeDigest code) {
        Function function = lock(caller, name);
        FunctionVersion.Contents contents = function.contents();
        if (contents == null || !contents.code().equals(code)) {
            return Optional.empty();
        }
        Optional<FunctionVersion> newest =
                versions.before(function.id(), Integer.MAX_VALUE, Limit.of(1)).stream().findFirst();
        if (newest.isPresent() && isAsNow(newest.get(), function, contents)) {
            return Optional.of(new Publication(viewed(caller, function, newest.get()), false));
        }
        requireRoom(function);
        String text = Shaping.description(wishes.description(), contents.shape().description());
        FunctionVersion made =
                new FunctionVersion(
                        function, function.nextVersion(), contents, text, clock.instant());
        versions.save(made);
        announce(function, made);
        audit.record(
                caller, "version.published", subject(function, made), Map.of("digest", code.hex()));
        DurableSteps.commit("version.published");
        return Optional.of(new Publication(viewed(caller, function, made), true));
    }

    /** How many of its sandboxes are ready though nobody calls; what is null stays as it is. */
    public VersionView keepWarm(Caller caller, String name, String version, WarmWish wish) {
        Function function = lock(caller, name);
        FunctionVersion found = find(function, version);
        KeepWarm wanted = wish.read(found.keepWarm());
        if (!wanted.equals(found.keepWarm())) {
            found.keepWarm(wanted);
            announce(function, found);
            audit.record(
                    caller,
                    "version.keep-warm-changed",
                    subject(function, found),
                    Map.of("sandboxes", wanted.sandboxes(), "windows", wanted.windows().size()));
        }
        return viewed(caller, function, found);
    }

    /** Refused while something points at it. Its number is not used again. */
    public void delete(Caller caller, String name, String version) {
        if (version.equals(Function.LATEST)) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "$LATEST is the function itself, which is deleted as a whole");
        }
        Function function = lock(caller, name);
        FunctionVersion found = find(function, version);
        List<String> pointing =
                aliases.of(function.id()).stream()
                        .filter(alias -> alias.pointing().leadsTo(found.number()))
                        .map(alias -> "alias " + alias.name())
                        .toList();
        pointers.requireNone(caller.account(), function.name(), version, pointing);
        removal.remove(function, found);
        audit.record(caller, "version.deleted", subject(function, found), Map.of());
        DurableSteps.commit("version.deleted");
    }

    private boolean isAsNow(
            FunctionVersion newest, Function function, FunctionVersion.Contents contents) {
        return newest.hasShapeAndCodeOf(contents)
                && (Arrays.equals(newest.environment(), contents.environment())
                        || opened(function, newest.environment())
                                .equals(opened(function, contents.environment())));
    }

    private void requireRoom(Function function) {
        if (versions.count(function.id()) >= properties.maxVersions()) {
            throw new RefusedException(
                    ErrorCode.LIMIT_REACHED,
                    "%s has %d versions, as many as it may; delete some that nothing points at"
                            .formatted(function.name(), properties.maxVersions()));
        }
    }

    private void announce(Function function, FunctionVersion version) {
        accounts.whenOpen(function.account())
                .ifPresent(
                        owner ->
                                events.publishEvent(
                                        new FunctionPublished(version.snapshot(function, owner))));
    }

    private VersionView viewed(Caller caller, Function function, FunctionVersion version) {
        return viewed(
                caller,
                function,
                version,
                caller.may(Permission.FUNCTIONS_WRITE)
                        ? opened(function, version.environment())
                        : null);
    }

    private VersionView viewed(
            Caller caller,
            Function function,
            FunctionVersion version,
            @Nullable Map<String, String> opened) {
        String qualified = "--" + version.number();
        String address =
                addresses.of(
                        function.url().id() + qualified,
                        caller.slug(),
                        function.name() + qualified);
        return version.view(function.name(), address, opened);
    }

    private Map<String, String> opened(Function function, byte[] environment) {
        return sealed.open(function.account(), function.id(), environment);
    }

    private Function find(Caller caller, String name) {
        return functions
                .findByAccountAndName(caller.account(), name)
                .orElseThrow(FunctionVersions::unknown);
    }

    private Function lock(Caller caller, String name) {
        return functions.lock(caller.account(), name).orElseThrow(FunctionVersions::unknown);
    }

    private FunctionVersion find(Function function, String version) {
        return VersionNumber.parse(version)
                .flatMap(number -> versions.findByFunctionAndNumber(function.id(), number))
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        ErrorCode.NOT_FOUND,
                                        "there is no such version of this function"));
    }

    private static String subject(Function function, FunctionVersion version) {
        return "function:%s:%d".formatted(function.name(), version.number());
    }

    /** The same for those that are another account's. */
    private static RefusedException unknown() {
        return new RefusedException(
                ErrorCode.NOT_FOUND, "there is no such function in this account");
    }
}
