package dev.meterlark.function;

import dev.meterlark.account.Accounts;
import dev.meterlark.account.AuditLog;
import dev.meterlark.edge.FunctionAddresses;
import dev.meterlark.function.snapshot.AliasPublished;
import dev.meterlark.platform.DurableSteps;
import dev.meterlark.platform.Stretch;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The aliases of functions. An alias is moved while its function is locked: moves come one after
 * the other, and no version that it is moved to is deleted meanwhile.
 */
@Service
@Transactional
public class Aliases {

    private final FunctionRows functions;
    private final VersionRows versions;
    private final AliasRows aliases;
    private final AliasMoveRows moves;
    private final Removal removal;
    private final Pointers pointers;
    private final Accounts accounts;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;
    private final FunctionAddresses addresses;
    private final FunctionProperties properties;
    private final InstantSource clock;

    Aliases(
            FunctionRows functions,
            VersionRows versions,
            AliasRows aliases,
            AliasMoveRows moves,
            Removal removal,
            Pointers pointers,
            Accounts accounts,
            AuditLog audit,
            ApplicationEventPublisher events,
            FunctionAddresses addresses,
            FunctionProperties properties,
            InstantSource clock) {
        this.functions = functions;
        this.versions = versions;
        this.aliases = aliases;
        this.moves = moves;
        this.removal = removal;
        this.pointers = pointers;
        this.accounts = accounts;
        this.audit = audit;
        this.events = events;
        this.addresses = addresses;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * @param made whether it is new
     */
    public record Put(AliasView alias, boolean made) {}

    @Transactional(readOnly = true)
    public AliasList list(
            Caller caller, String name, @Nullable String cursor, @Nullable Integer limit) {
        Stretch stretch = Stretch.of(cursor, limit);
        Function function = find(caller, name);
        List<FunctionAlias> found = aliases.after(function.id(), stretch.after(), stretch.limit());
        return new AliasList(
                stretch.items(found).stream().map(each -> view(caller, function, each)).toList(),
                stretch.nextCursor(found, FunctionAlias::name));
    }

    @Transactional(readOnly = true)
    public AliasView show(Caller caller, String name, String alias) {
        Function function = find(caller, name);
        return view(caller, function, find(function, alias));
    }

    @Transactional(readOnly = true)
    public FunctionId functionOf(Caller caller, String name) {
        return find(caller, name).id();
    }

    /** Where it has pointed, the newest first. */
    @Transactional(readOnly = true)
    public AliasMoves history(
            Caller caller,
            String name,
            String alias,
            @Nullable String cursor,
            @Nullable Integer limit) {
        Stretch stretch = Stretch.of(cursor, limit);
        FunctionAlias found = find(find(caller, name), alias);
        List<AliasMove> all =
                moves.before(found.id(), stretch.before(Long.MAX_VALUE), stretch.limit());
        return new AliasMoves(
                stretch.items(all).stream().map(AliasMove::view).toList(),
                stretch.nextCursor(all, each -> Long.toString(each.revision())));
    }

    /** Makes it, or moves it: calls that begin after this go where it points then. */
    public Put put(Caller caller, String name, String alias, AliasWishes wishes) {
        AliasName checked = AliasName.parse(alias);
        Pointing pointing = Pointing.read(wishes.version(), wishes.weights());
        Function function = lock(caller, name);
        Optional<FunctionAlias> known = aliases.findByFunctionAndName(function.id(), alias);
        requireRevision(wishes.revision(), known.map(FunctionAlias::revision).orElse(0L));
        requireVersions(function, pointing);
        String text =
                Shaping.description(
                        wishes.description(), known.map(FunctionAlias::description).orElse(""));
        if (known.isEmpty()) {
            return new Put(
                    view(caller, function, make(caller, function, checked, pointing, text)), true);
        }
        FunctionAlias found = known.get();
        if (!pointing.equals(found.pointing())) {
            pointers.requireUnheld(caller.account(), name, alias);
            move(caller, function, found, pointing, "moved");
        }
        found.describe(text);
        return new Put(view(caller, function, found), false);
    }

    /**
     * To where it pointed before its last move; twice in a row leads back.
     *
     * @param revision that the alias must have, so that two who roll back at once do not undo each
     *     other; null for whatever there is
     */
    public AliasView rollBack(Caller caller, String name, String alias, @Nullable Long revision) {
        Function function = lock(caller, name);
        FunctionAlias found = find(function, alias);
        requireRevision(revision, found.revision());
        pointers.requireUnheld(caller.account(), name, alias);
        Pointing before =
                moves.before(found.id(), Long.MAX_VALUE, Limit.of(2)).stream()
                        .skip(1)
                        .findFirst()
                        .map(AliasMove::pointing)
                        .orElseThrow(() -> conflict("the alias has pointed nowhere else yet"));
        requireVersions(function, before);
        move(caller, function, found, before, "rolled back");
        return view(caller, function, found);
    }

    /** Refused while something points at it. */
    public void delete(Caller caller, String name, String alias) {
        Function function = lock(caller, name);
        FunctionAlias found = find(function, alias);
        pointers.requireUnheld(caller.account(), name, alias);
        pointers.requireNone(caller.account(), name, alias, List.of());
        removal.remove(function, found);
        audit.record(caller, "alias.deleted", subject(function, found), Map.of());
        DurableSteps.commit("alias.deleted");
    }

    /**
     * For whoever holds the alias, see {@link AliasHold}: joins its transaction.
     *
     * @param share of the calls that goes to {@code other}; 1 points the alias at that alone
     * @throws RefusedException when function, alias or version is not there any more
     */
    public AliasView shift(Caller caller, String name, String alias, Shift shift, String reason) {
        Function function = lock(caller, name);
        FunctionAlias found = find(function, alias);
        Pointing pointing = shift.pointing();
        requireVersions(function, pointing);
        if (!pointing.equals(found.pointing())) {
            move(caller, function, found, pointing, reason);
        }
        return view(caller, function, found);
    }

    /**
     * @param share of the calls that version {@code to} gets; {@code from} gets the others
     */
    public record Shift(String from, String to, BigDecimal share) {

        private Pointing pointing() {
            return share.compareTo(BigDecimal.ONE) >= 0
                    ? Pointing.read(to, Map.of())
                    : Pointing.read(from, Map.of(to, share));
        }
    }

    private FunctionAlias make(
            Caller caller, Function function, AliasName name, Pointing pointing, String text) {
        if (aliases.of(function.id()).size() >= properties.maxAliases()) {
            throw new RefusedException(
                    ErrorCode.LIMIT_REACHED,
                    "%s has %d aliases, as many as it may; delete one first"
                            .formatted(function.name(), properties.maxAliases()));
        }
        FunctionAlias made = new FunctionAlias(function, name, pointing, clock.instant());
        made.describe(text);
        aliases.save(made);
        told(caller, function, made, "made");
        return made;
    }

    private void move(
            Caller caller,
            Function function,
            FunctionAlias alias,
            Pointing pointing,
            String reason) {
        alias.point(pointing, clock.instant());
        told(caller, function, alias, reason);
    }

    private void told(Caller caller, Function function, FunctionAlias alias, String reason) {
        Instant now = clock.instant();
        moves.save(new AliasMove(alias, reason, caller.subject(), now));
        moves.forget(alias.id(), oldestKept(alias));
        if (accounts.open(function.account())) {
            events.publishEvent(new AliasPublished(alias.snapshot(function.name())));
        }
        Pointing pointing = alias.pointing();
        audit.record(
                caller,
                "alias." + (reason.equals("made") ? "created" : "moved"),
                subject(function, alias),
                Map.of(
                        "version", VersionNumber.text(pointing.version()),
                        "weights", pointing.weightsText(),
                        "reason", reason));
        DurableSteps.commit("alias.moved");
    }

    /** Numbers of revisions have gaps where an account came back, so they are counted. */
    private long oldestKept(FunctionAlias alias) {
        return moves.before(alias.id(), Long.MAX_VALUE, Limit.of(properties.aliasMoves()))
                .getLast()
                .revision();
    }

    private void requireVersions(Function function, Pointing pointing) {
        Stream.concat(Stream.ofNullable(pointing.version()), pointing.weights().keySet().stream())
                .filter(number -> !versions.existsByFunctionAndNumber(function.id(), number))
                .findFirst()
                .ifPresent(
                        number -> {
                            throw conflict(
                                    "there is no version %d of %s; publish it first, or name one that is there"
                                            .formatted(number, function.name()));
                        });
    }

    private static void requireRevision(@Nullable Long wanted, long present) {
        if (wanted != null && wanted != present) {
            throw conflict(
                    "the alias has revision %d, not %d: someone has moved it meanwhile"
                            .formatted(present, wanted));
        }
    }

    private AliasView view(Caller caller, Function function, FunctionAlias alias) {
        String qualified = "--" + alias.name();
        return alias.view(
                function.name(),
                addresses.of(
                        function.url().id() + qualified,
                        caller.slug(),
                        function.name() + qualified));
    }

    private Function find(Caller caller, String name) {
        return functions.findByAccountAndName(caller.account(), name).orElseThrow(Aliases::unknown);
    }

    private Function lock(Caller caller, String name) {
        return functions.lock(caller.account(), name).orElseThrow(Aliases::unknown);
    }

    private FunctionAlias find(Function function, String alias) {
        return aliases.findByFunctionAndName(function.id(), alias)
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        ErrorCode.NOT_FOUND,
                                        "there is no such alias of this function"));
    }

    private static String subject(Function function, FunctionAlias alias) {
        return "alias:%s:%s".formatted(function.name(), alias.name());
    }

    private static RefusedException conflict(String text) {
        return new RefusedException(ErrorCode.CONFLICT, text);
    }

    /** The same for those that are another account's. */
    private static RefusedException unknown() {
        return new RefusedException(
                ErrorCode.NOT_FOUND, "there is no such function in this account");
    }
}
