package dev.meterlark.invocation.deadletter;

import dev.meterlark.invocation.deadletter.Replaying.Begun;
import dev.meterlark.platform.Carried;
import dev.meterlark.platform.OutboxCarrier;
import dev.meterlark.platform.OutboxEntry;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Fault;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Carries a replay of many on, one batch each time: the outbox brings it back until it is done, on
 * whatever node. A letter that comes twice becomes the same call.
 */
@Component
class ReplayCarrier implements OutboxCarrier {

    static final String KIND = "dead-letter-replay";

    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final ReplayRows replays;
    private final DeadLetterRows letters;
    private final Replaying replaying;
    private final DeadLetterProperties properties;
    private final InstantSource clock;

    ReplayCarrier(
            ReplayRows replays,
            DeadLetterRows letters,
            Replaying replaying,
            DeadLetterProperties properties,
            InstantSource clock) {
        this.replays = replays;
        this.letters = letters;
        this.replaying = replaying;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * @param waits why the rest of the batch has to wait; null when nothing does
     */
    private record Done(
            int replayed, int refused, @Nullable Place last, @Nullable RefusedException waits) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Carried carry(OutboxEntry entry, int attempt) {
        Optional<Replay> found = replays.find(entry.account(), new ReplayId(entry.id()));
        if (found.isEmpty() || found.get().finishedAt() != null) {
            return new Carried.Delivered();
        }
        Replay replay = found.get();
        long left = replay.letters() - replay.replayed() - replay.refused();
        int most = (int) Math.max(0, Math.min(properties.batch(), left));
        List<DeadLetter> batch =
                most == 0
                        ? List.of()
                        : letters.oldest(replay.account(), replay.filter(), replay.after(), most);
        if (batch.isEmpty()) {
            replays.finished(replay, clock.instant());
            return new Carried.Delivered();
        }
        return wroteDown(replay, batch(batch));
    }

    private Carried wroteDown(Replay replay, Done done) {
        if (done.last != null) {
            replays.progressed(replay, done.replayed, done.refused, done.last);
        }
        if (done.waits == null) {
            return new Carried.Continues(Duration.ZERO);
        }
        String why = done.waits.publicText();
        replays.troubled(replay, why);
        return done.last == null
                ? new Carried.Failed(why, done.waits.retryAfter())
                : new Carried.Continues(PAUSE);
    }

    /** All are offered before the first is waited for; what stands behind a wait comes again. */
    private Done batch(List<DeadLetter> batch) {
        List<Begun> begun = batch.stream().map(replaying::begin).toList();
        List<RefusedException> waits = new ArrayList<>();
        int replayed = 0;
        int refused = 0;
        Place last = null;
        for (Begun each : begun) {
            try {
                replaying.finish(each);
                replayed += waits.isEmpty() ? 1 : 0;
            } catch (RefusedException e) {
                if (mayPass(e)) {
                    waits.add(e);
                } else {
                    refused += waits.isEmpty() ? 1 : 0;
                }
            }
            last = waits.isEmpty() ? Place.of(each.letter()) : last;
        }
        return new Done(replayed, refused, last, waits.isEmpty() ? null : waits.getFirst());
    }

    private static boolean mayPass(RefusedException e) {
        return e.code().retryable()
                || e.code().fault() == Fault.PLATFORM
                || e.code() == ErrorCode.FUNCTION_WITHOUT_CODE;
    }
}
