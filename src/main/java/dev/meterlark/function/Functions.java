package dev.meterlark.function;

import dev.meterlark.account.Accounts;
import dev.meterlark.account.AuditLog;
import dev.meterlark.edge.FunctionAddresses;
import dev.meterlark.function.snapshot.FunctionPublished;
import dev.meterlark.function.snapshot.TagSetId;
import dev.meterlark.platform.DurableSteps;
import dev.meterlark.platform.Stretch;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.AccountLimits;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.CodeDigest;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.shared.Revision;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The functions of accounts: what they are called, what they may use, and their secrets. */
@Service
@Transactional
public class Functions {

    private final FunctionRows functions;
    private final FoundFunctions found;
    private final ReleasedPackages released;
    private final KeptPackages packages;
    private final Removal removal;
    private final Pointers pointers;
    private final Accounts accounts;
    private final Shaping shaping;
    private final FunctionRoles roles;
    private final TagSets tags;
    private final Sealed sealed;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;
    private final FunctionProperties properties;
    private final FunctionAddresses addresses;
    private final InstantSource clock;

    Functions(
            FunctionRows functions,
            FoundFunctions found,
            ReleasedPackages released,
            KeptPackages packages,
            Removal removal,
            Pointers pointers,
            Accounts accounts,
            Shaping shaping,
            FunctionRoles roles,
            TagSets tags,
            Sealed sealed,
            AuditLog audit,
            ApplicationEventPublisher events,
            FunctionProperties properties,
            FunctionAddresses addresses,
            InstantSource clock) {
        this.functions = functions;
        this.found = found;
        this.released = released;
        this.packages = packages;
        this.removal = removal;
        this.pointers = pointers;
        this.accounts = accounts;
        this.shaping = shaping;
        this.roles = roles;
        this.tags = tags;
        this.sealed = sealed;
        this.audit = audit;
        this.events = events;
        this.properties = properties;
        this.addresses = addresses;
        this.clock = clock;
    }

    /** Names that hold a text in whatever case, those that begin with it first. */
    @Transactional(readOnly = true)
    public List<String> named(Caller caller, String part, int most) {
        return functions.named(caller.account(), part.toLowerCase(Locale.ROOT), Limit.of(most));
    }

    /** What a function is called; empty when the account has it no more. */
    @Transactional(readOnly = true)
    public Optional<String> nameOf(Caller caller, FunctionId id) {
        return functions.findByAccountAndId(caller.account(), id).map(Function::name);
    }

    /** Those that were changed last, the newest change first. */
    @Transactional(readOnly = true)
    public List<FunctionView> lastChanged(Caller caller, int most) {
        // Without a beginning H2 goes through all functions of the account.
        return functions.lastChanged(caller.account(), Instant.EPOCH, Limit.of(most)).stream()
                .map(each -> viewed(caller, each, null))
                .toList();
    }

    /** By name; see {@link FunctionList}. */
    @Transactional(readOnly = true)
    public FunctionList list(Caller caller, @Nullable String cursor, @Nullable Integer limit) {
        return list(caller, FunctionSearch.ALL, cursor, limit);
    }

    /** Those that are meant, by name. */
    @Transactional(readOnly = true)
    public FunctionList list(
            Caller caller,
            FunctionSearch search,
            @Nullable String cursor,
            @Nullable Integer limit) {
        Stretch stretch = Stretch.of(cursor, limit);
        List<Function> read = read(caller.account(), search, stretch);
        return new FunctionList(
                stretch.items(read).stream().map(each -> viewed(caller, each, null)).toList(),
                stretch.nextCursor(read, Function::name));
    }

    /** What is needed to put those that are meant in an order of its own; the first by name. */
    @Transactional(readOnly = true)
    public List<FoundFunction> found(Caller caller, FunctionSearch search, int most) {
        return found.all(caller.account(), search, most);
    }

    /** In the order of their names as they are given; those that are gone are left out. */
    @Transactional(readOnly = true)
    public List<FunctionView> named(Caller caller, List<String> names) {
        return functions.named(caller.account(), names).stream()
                .sorted(Comparator.comparingInt(each -> names.indexOf(each.name())))
                .map(each -> viewed(caller, each, null))
                .toList();
    }

    private List<Function> read(AccountId account, FunctionSearch search, Stretch stretch) {
        if (search.isAll()) {
            return functions.after(account, stretch.after(), stretch.limit());
        }
        List<String> names = found.names(account, search, stretch.after(), stretch.limit().max());
        return names.isEmpty() ? List.of() : functions.named(account, names);
    }

    /** With its environment, for who may change it. */
    @Transactional(readOnly = true)
    public FunctionView show(Caller caller, String name) {
        return viewed(
                caller,
                functions
                        .findByAccountAndName(caller.account(), name)
                        .orElseThrow(Functions::unknown));
    }

    public FunctionView create(Caller caller, @Nullable String name, FunctionSettings settings) {
        FunctionName checked = FunctionName.parse(name);
        AccountLimits limits = accounts.lockedLimits(caller.account());
        Shape shape = shaping.create(settings, limits);
        if (functions.existsByAccountAndName(caller.account(), checked.value())) {
            throw new RefusedException(
                    ErrorCode.CONFLICT,
                    "there is a function %s already; change it, or choose another name"
                            .formatted(checked.value()));
        }
        pointers.requireFree(caller.account(), checked.value());
        if (functions.count(caller.account()) >= limits.functions()) {
            throw new RefusedException(
                    ErrorCode.LIMIT_REACHED,
                    "the account has %d functions, as many as it may; delete one first"
                            .formatted(limits.functions()));
        }
        Instant now = clock.instant();
        var function =
                new Function(
                        FunctionId.random(),
                        caller.account(),
                        checked,
                        UrlId.random().value(),
                        now);
        function.become(shape, now);
        takeTags(function, settings, now);
        takeEnvironment(function, settings, now);
        functions.save(function);
        publish(function);
        audit.record(
                caller,
                "function.created",
                subject(function),
                Map.of("runtime", shape.runtime(), "memoryMb", shape.memoryMiB()));
        DurableSteps.commit("function.created");
        return viewed(caller, function);
    }

    /** What is null stays as it is. */
    public FunctionView change(Caller caller, String name, FunctionSettings settings) {
        return change(caller, name, settings, null);
    }

    /**
     * What is null stays as it is.
     *
     * @param revision that the function must have, or the change is refused; null for whatever it
     *     has
     */
    public FunctionView change(
            Caller caller, String name, FunctionSettings settings, @Nullable Long revision) {
        if (settings.tags() != null) {
            accounts.lockedLimits(caller.account()); // the same tags are kept once
        }
        Function function = lock(caller, name);
        Revision.require("the function", revision, function.revision());
        roles.requireWithin(caller, function);
        Instant now = clock.instant();
        Shape before = function.shape();
        Shape after = shaping.change(settings, before, accounts.limits(caller.account()));
        if (!after.equals(before)) {
            function.become(after, now);
        }
        takeTags(function, settings, now);
        takeEnvironment(function, settings, now);
        publish(function);
        audit.record(
                caller,
                "function.changed",
                subject(function),
                Map.of("revision", function.revision()));
        DurableSteps.commit("function.changed");
        return viewed(caller, function);
    }

    /**
     * Its history and its usage stay; a new function of the same name has none of them.
     *
     * @return the ids of triggers that are paused by it
     */
    public List<String> delete(Caller caller, String name) {
        Function function = lock(caller, name);
        pointers.requireNone(caller.account(), function.name(), null, List.of());
        removal.remove(function);
        List<String> paused = pointers.letGo(caller, function.name());
        audit.record(
                caller,
                "function.deleted",
                subject(function),
                paused.isEmpty() ? Map.of() : Map.of("paused", paused.size()));
        DurableSteps.commit("function.deleted");
        return paused;
    }

    /** For uploads: what the package is checked against. */
    @Transactional(readOnly = true)
    Target target(Caller caller, String name) {
        Function function =
                functions
                        .findByAccountAndName(caller.account(), name)
                        .orElseThrow(Functions::unknown);
        return new Target(function.runtime(), function.handler(), function.code());
    }

    record Target(String runtime, String handler, @Nullable CodeDigest code) {}

    /**
     * @param bytes of the stored package
     * @param expected see {@link #requireExpected}
     * @return the function's revision from now on
     */
    long takeCode(
            Caller caller, String name, CodeDigest digest, long bytes, @Nullable String expected) {
        AccountLimits limits = accounts.lockedLimits(caller.account());
        Function function = lock(caller, name);
        CodeDigest before = function.code();
        if (digest.equals(before)) {
            return function.revision();
        }
        requireExpected(expected, before);
        roles.requireWithin(caller, function);
        long others = packages.bytesBeside(caller.account(), function.id(), digest);
        if (others + bytes > limits.codeBytes()) {
            throw new RefusedException(
                    ErrorCode.LIMIT_REACHED,
                    "the account's packages may have %d bytes together and would have %d"
                            .formatted(limits.codeBytes(), others + bytes));
        }
        Instant now = clock.instant();
        if (before != null) {
            released.add(before, now);
        }
        function.take(digest, bytes, now);
        publish(function);
        audit.record(
                caller,
                "function.code-uploaded",
                subject(function),
                Map.of("digest", digest.hex(), "bytes", bytes, "revision", function.revision()));
        DurableSteps.commit("function.code-uploaded");
        return function.revision();
    }

    /**
     * Whoever changes code that they looked at says which it was.
     *
     * @param expected digest that the code is to have until now; null for any
     */
    static void requireExpected(@Nullable String expected, @Nullable CodeDigest code) {
        if (expected != null && (code == null || !expected.equals(code.hex()))) {
            throw new RefusedException(
                    ErrorCode.PRECONDITION,
                    "the code was changed meanwhile: it is %s, not %s; look at it before you change it again"
                            .formatted(code == null ? "not there" : code, Shown.text(expected)));
        }
    }

    private void takeTags(Function function, FunctionSettings settings, Instant now) {
        if (settings.tags() == null) {
            return;
        }
        TagSetId wanted = tags.keep(function.account(), Tags.of(settings.tags()));
        if (!Objects.equals(wanted, function.tags())) {
            function.take(wanted, now);
        }
    }

    private void takeEnvironment(Function function, FunctionSettings settings, Instant now) {
        if (settings.environment() == null) {
            return;
        }
        Environment environment =
                Environment.of(settings.environment(), properties.environmentSize().toBytes());
        Map<String, String> variables = environment.variables();
        function.take(
                sealed.seal(function.account(), function.id(), variables), variables.size(), now);
    }

    private FunctionView viewed(Caller caller, Function function) {
        return viewed(
                caller,
                function,
                caller.may(Permission.FUNCTIONS_WRITE)
                        ? sealed.open(function.account(), function.id(), function.environment())
                        : null);
    }

    private FunctionView viewed(
            Caller caller, Function function, @Nullable Map<String, String> opened) {
        String address = addresses.of(function.url().id(), caller.slug(), function.name());
        return function.view(address, tags.of(function.tags()), opened);
    }

    private Function lock(Caller caller, String name) {
        return functions.lock(caller.account(), name).orElseThrow(Functions::unknown);
    }

    private void publish(Function function) {
        accounts.whenOpen(function.account())
                .ifPresent(
                        owner ->
                                events.publishEvent(
                                        new FunctionPublished(function.snapshot(owner))));
    }

    private static String subject(Function function) {
        return "function:" + function.name();
    }

    /** The same for those that are another account's. */
    private static RefusedException unknown() {
        return new RefusedException(
                ErrorCode.NOT_FOUND, "there is no such function in this account");
    }
}
