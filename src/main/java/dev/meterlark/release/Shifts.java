package dev.meterlark.release;

import dev.meterlark.account.AuditLog;
import dev.meterlark.function.AliasHold;
import dev.meterlark.function.AliasView;
import dev.meterlark.function.Aliases;
import dev.meterlark.function.References;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Aliases that are moved step by step: begun, seen and broken off. */
@Service
@Transactional
public class Shifts implements AliasHold {

    private final ShiftRows shifts;
    private final References references;
    private final Aliases aliases;
    private final AuditLog audit;
    private final ReleaseProperties properties;
    private final InstantSource clock;

    Shifts(
            ShiftRows shifts,
            References references,
            Aliases aliases,
            AuditLog audit,
            ReleaseProperties properties,
            InstantSource clock) {
        this.shifts = shifts;
        this.references = references;
        this.aliases = aliases;
        this.audit = audit;
        this.properties = properties;
        this.clock = clock;
    }

    /** Its first step is done when this returns. */
    public ShiftView start(Caller caller, String function, String alias, ShiftWishes wishes) {
        ShiftPlan plan = ShiftPlan.read(wishes, properties);
        FunctionId id = lock(caller, function);
        AliasView now = aliases.show(caller, function, alias);
        on(caller.account(), function, alias)
                .ifPresent(
                        why -> {
                            throw conflict(why);
                        });
        AliasShift.Course course =
                new AliasShift.Course(
                        caller.account(), id, function, alias, from(now), to(wishes, now));
        AliasShift shift = new AliasShift(course, plan, caller.subject(), clock.instant());
        shifts.save(shift);
        BigDecimal share = plan.steps().getFirst().share();
        aliases.shift(caller, function, alias, shift.moving(share), "shift began");
        audit.record(
                caller,
                "shift.started",
                subject(shift),
                Map.of(
                        "id", shift.id().toString(),
                        "from", course.from(),
                        "to", course.to(),
                        "steps", plan.stepsText()));
        return shift.view();
    }

    @Transactional(readOnly = true)
    public ShiftView show(Caller caller, String function, String alias, String id) {
        return find(caller, function, alias, id).view();
    }

    /** The newest first. */
    @Transactional(readOnly = true)
    public ShiftList list(
            Caller caller,
            String function,
            String alias,
            @Nullable String cursor,
            @Nullable Integer limit) {
        aliases.show(caller, function, alias);
        int most = ShiftCursor.limit(limit);
        ShiftCursor from = ShiftCursor.parse(cursor);
        List<AliasShift> found =
                shifts.before(
                        aliases.functionOf(caller, function),
                        alias,
                        from.at(),
                        from.id(),
                        Limit.of(most + 1));
        List<AliasShift> shown = found.size() > most ? found.subList(0, most) : found;
        return new ShiftList(
                shown.stream().map(AliasShift::view).toList(),
                found.size() > most
                        ? new ShiftCursor(shown.getLast().startedAt(), shown.getLast().id().value())
                                .text()
                        : null);
    }

    /** All calls go to the old version again. */
    public ShiftView abort(Caller caller, String function, String alias, String id) {
        lock(caller, function);
        AliasShift shift = find(caller, function, alias, id);
        if (!shift.isRunning()) {
            throw conflict(
                    "the shift has ended: %s; roll the alias back instead"
                            .formatted(shift.view().state()));
        }
        shift.end(ShiftState.ABORTED, "aborted by " + caller.subject(), clock.instant());
        aliases.shift(caller, function, alias, shift.moving(BigDecimal.ZERO), "shift aborted");
        audit.record(caller, "shift.aborted", subject(shift), Map.of("id", shift.id().toString()));
        return shift.view();
    }

    /** One of a function that is gone holds nothing of another that has its name. */
    @Override
    public Optional<String> on(AccountId account, String function, String alias) {
        Optional<FunctionId> current = references.lock(account, function);
        return shifts.running(account, function).stream()
                .filter(shift -> current.filter(shift.function()::equals).isPresent())
                .filter(shift -> shift.alias().equals(alias))
                .findFirst()
                .map(
                        shift ->
                                "the alias %s is being shifted from version %d to %d; abort that first, or wait for its end"
                                        .formatted(alias, shift.from(), shift.to()));
    }

    private FunctionId lock(Caller caller, String function) {
        return references
                .lock(caller.account(), function)
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        ErrorCode.NOT_FOUND,
                                        "there is no such function in this account"));
    }

    private AliasShift find(Caller caller, String function, String alias, String id) {
        aliases.show(caller, function, alias);
        return id(id).flatMap(shifts::findById)
                .filter(shift -> shift.account().equals(caller.account()))
                .filter(shift -> shift.functionName().equals(function))
                .filter(shift -> shift.alias().equals(alias))
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        ErrorCode.NOT_FOUND,
                                        "there is no such shift of this alias"));
    }

    private static Optional<ShiftId> id(String text) {
        try {
            return Optional.of(new ShiftId(UUID.fromString(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static int from(AliasView alias) {
        if (!alias.weights().isEmpty() || alias.version().startsWith("$")) {
            throw conflict(
                    "the alias must point at one published version before it is shifted, and points at %s%s"
                            .formatted(
                                    alias.version(),
                                    alias.weights().isEmpty() ? "" : " and " + alias.weights()));
        }
        return Integer.parseInt(alias.version());
    }

    private static int to(ShiftWishes wishes, AliasView alias) {
        String to = wishes.to();
        if (to == null || !to.matches("[1-9][0-9]{0,8}")) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "to is the number of a published version, as in \"2\"");
        }
        if (to.equals(alias.version())) {
            throw conflict("the alias points at version %s already".formatted(to));
        }
        return Integer.parseInt(to);
    }

    private static String subject(AliasShift shift) {
        return "alias:%s:%s".formatted(shift.functionName(), shift.alias());
    }

    private static RefusedException conflict(String text) {
        return new RefusedException(ErrorCode.CONFLICT, text);
    }
}
