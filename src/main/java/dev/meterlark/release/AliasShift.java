package dev.meterlark.release;

import dev.meterlark.function.Aliases;
import dev.meterlark.metering.Conduct;
import dev.meterlark.metering.Conducts;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/** An alias on its way from one version to another; once it has ended it never changes. */
@Entity
@Table(name = "alias_shift")
class AliasShift {

    @EmbeddedId
    @AttributeOverride(name = "value", column = @Column(name = "id"))
    private ShiftId id;

    @Embedded
    @AttributeOverride(name = "value", column = @Column(name = "account_id"))
    private AccountId account;

    @Embedded
    @AttributeOverride(name = "value", column = @Column(name = "function_id"))
    private FunctionId function;

    @Column(name = "function_name")
    private String functionName;

    @Column(name = "alias")
    private String alias;

    @Column(name = "from_version")
    private int from;

    @Column(name = "to_version")
    private int to;

    @Column(name = "steps")
    private String steps;

    @Column(name = "max_error_share")
    private BigDecimal maxErrorShare;

    @Column(name = "max_p95_millis")
    private @Nullable Long maxP95Millis;

    @Column(name = "min_calls")
    private int minCalls;

    @Enumerated(EnumType.STRING)
    @Column(name = "state")
    private ShiftState state;

    @Column(name = "running")
    private @Nullable Integer running;

    @Column(name = "step")
    private int step;

    @Column(name = "step_began_at")
    private Instant stepBeganAt;

    @Column(name = "look_at")
    private Instant lookAt;

    @Column(name = "reason")
    private String reason;

    @Column(name = "calls")
    private long calls;

    @Column(name = "failed")
    private long failed;

    @Column(name = "p95_millis")
    private long p95Millis;

    @Column(name = "started_by")
    private String startedBy;

    @Column(name = "started_at")
    private Instant startedAt;

    @Column(name = "ended_at")
    private @Nullable Instant endedAt;

    @Version
    @Column(name = "version")
    private @Nullable Long version; // null tells that the row is new

    /** Which alias of which function, and between which versions. */
    record Course(
            AccountId account,
            FunctionId function,
            String functionName,
            String alias,
            int from,
            int to) {}

    AliasShift(Course course, ShiftPlan plan, String startedBy, Instant now) {
        this.id = ShiftId.random();
        this.account = course.account();
        this.function = course.function();
        this.functionName = course.functionName();
        this.alias = course.alias();
        this.from = course.from();
        this.to = course.to();
        this.steps = plan.stepsText();
        this.maxErrorShare = plan.bounds().errorShare();
        Duration p95 = plan.bounds().p95();
        this.maxP95Millis = p95 == null ? null : p95.toMillis();
        this.minCalls = plan.bounds().minCalls();
        this.state = ShiftState.RUNNING;
        this.running = 1;
        this.stepBeganAt = now;
        this.lookAt = now;
        this.reason = "step 1 of " + plan.steps().size();
        this.startedBy = startedBy;
        this.startedAt = now;
    }

    @SuppressWarnings("NullAway.Init") // filled in by Hibernate
    protected AliasShift() {}

    ShiftId id() {
        return id;
    }

    AccountId account() {
        return account;
    }

    String functionName() {
        return functionName;
    }

    FunctionId function() {
        return function;
    }

    String alias() {
        return alias;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    int step() {
        return step;
    }

    Instant stepBeganAt() {
        return stepBeganAt;
    }

    Instant startedAt() {
        return startedAt;
    }

    boolean isRunning() {
        return state == ShiftState.RUNNING;
    }

    boolean isDue(Instant now) {
        return isRunning() && !lookAt.isAfter(now);
    }

    ShiftPlan plan() {
        return new ShiftPlan(
                ShiftPlan.parseSteps(steps),
                new ShiftPlan.Bounds(
                        maxErrorShare.stripTrailingZeros(),
                        maxP95Millis == null ? null : Duration.ofMillis(maxP95Millis),
                        minCalls));
    }

    Conducts.Of newVersion() {
        return new Conducts.Of(function, Integer.toString(to), alias);
    }

    Aliases.Shift moving(BigDecimal share) {
        return new Aliases.Shift(Integer.toString(from), Integer.toString(to), share);
    }

    void seen(Conduct conduct, Instant nextLook) {
        calls = conduct.calls();
        failed = conduct.failed();
        p95Millis = conduct.p95().toMillis();
        lookAt = nextLook;
    }

    void goOn(int next, Instant now) {
        step = next;
        stepBeganAt = now;
        reason = "step %d of %d".formatted(next + 1, plan().steps().size());
    }

    /** The step begins anew: its time did not count. */
    void stand(Instant now, Instant nextLook) {
        stepBeganAt = now;
        lookAt = nextLook;
    }

    void end(ShiftState end, String why, Instant now) {
        if (state != ShiftState.RUNNING || end == ShiftState.RUNNING) {
            throw new IllegalStateException("shift %s is %s, not %s".formatted(id, state, end));
        }
        state = end;
        running = null;
        reason = why;
        endedAt = now;
    }

    ShiftView view() {
        ShiftPlan plan = plan();
        ShiftPlan.Step current = plan.steps().get(step);
        return new ShiftView(
                id.toString(),
                functionName,
                alias,
                Integer.toString(from),
                Integer.toString(to),
                state.wireName(),
                reason,
                step + 1,
                switch (state) {
                    case RUNNING, FAILED -> current.share();
                    case SUCCEEDED -> BigDecimal.ONE;
                    case ROLLED_BACK, ABORTED -> BigDecimal.ZERO;
                },
                plan.steps().stream()
                        .map(each -> new ShiftView.Step(each.share(), each.lasts().toSeconds()))
                        .toList(),
                new ShiftView.Bounds(maxErrorShare.stripTrailingZeros(), maxP95Millis, minCalls),
                new ShiftView.Seen(
                        calls,
                        failed,
                        ShiftPlan.errorShareOf(
                                new Conduct(calls, failed, Duration.ofMillis(p95Millis))),
                        p95Millis),
                isRunning() ? stepBeganAt.plus(current.lasts()) : null,
                startedBy,
                startedAt,
                endedAt);
    }
}
