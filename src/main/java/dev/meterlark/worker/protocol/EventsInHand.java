package dev.meterlark.worker.protocol;

import dev.meterlark.worker.RunRequest;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The events of one conversation, at most so many at once. One that has its answer is remembered
 * until its place is needed. Any thread may add; each place is changed by compare-and-set from an
 * event that is answered, so an unanswered one is never lost.
 */
final class EventsInHand {

    private final AtomicReferenceArray<@Nullable Event> places;

    EventsInHand(int most) {
        places = new AtomicReferenceArray<>(most);
    }

    int most() {
        return places.length();
    }

    /** False when each place has an event without an answer. */
    boolean add(Event event) {
        for (int i = 0; i < places.length(); i++) {
            Event before = places.get(i);
            if ((before == null || !before.awaitsAnswer())
                    && places.compareAndSet(i, before, event)) {
                return true;
            }
        }
        return false;
    }

    boolean isFull() {
        for (int i = 0; i < places.length(); i++) {
            Event event = places.get(i);
            if (event == null || !event.awaitsAnswer()) {
                return false;
            }
        }
        return true;
    }

    boolean isUnused() {
        return places.get(0) == null;
    }

    /** The event that an answer with this id is for. */
    @Nullable Event find(String id) {
        for (int i = 0; i < places.length(); i++) {
            Event event = places.get(i);
            if (event != null && event.answersTo(id)) {
                return event;
            }
        }
        return null;
    }

    /** Those without an answer; when there is none, those that are remembered. */
    List<RunRequest> requests() {
        List<RunRequest> unanswered = new ArrayList<>();
        List<RunRequest> remembered = new ArrayList<>();
        for (int i = 0; i < places.length(); i++) {
            Event event = places.get(i);
            if (event != null) {
                (event.awaitsAnswer() ? unanswered : remembered).add(event.request());
            }
        }
        return unanswered.isEmpty() ? remembered : unanswered;
    }

    /** Gives up whatever has no answer. */
    void cancelAll() {
        for (int i = 0; i < places.length(); i++) {
            Event event = places.get(i);
            if (event != null) {
                event.cancel();
            }
        }
    }
}
