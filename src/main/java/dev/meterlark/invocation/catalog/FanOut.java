package dev.meterlark.invocation.catalog;

import dev.meterlark.function.snapshot.PipelineSnapshot;
import dev.meterlark.invocation.FailedStage;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.shared.ErrorCode;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs a stage once for each element of a list, some at once, and gathers the answers in the list's
 * order. The first element that fails ends it: no further begins, those that run go on to their
 * end.
 */
final class FanOut {

    private final StageCaller caller;
    private final CatalogProperties properties;
    private final int maxBytes;

    FanOut(StageCaller caller, CatalogProperties properties, int maxBytes) {
        this.caller = caller;
        this.properties = properties;
        this.maxBytes = maxBytes;
    }

    /**
     * @throws UnfitException when there is no list
     * @throws StageFailedException when it is too long
     */
    List<byte[]> elements(FailedStage at, Content in) {
        byte[] json = Conversions.to(Conversions.JSON, in).bytes();
        if (!JsonList.isOne(json)) {
            throw new UnfitException(
                    "the stage runs once for each element of a list, and it is none");
        }
        List<byte[]> elements = JsonList.elements(json, properties.maxElements() + 1);
        if (elements.size() > properties.maxElements()) {
            throw new StageFailedException(
                    ErrorCode.PIPELINE_FAN_OUT,
                    null,
                    "a list of at most %d elements is spread over a stage, and this one is longer; no element was begun"
                            .formatted(properties.maxElements()),
                    at);
        }
        return elements;
    }

    /** Blocks until all elements that were begun have ended. */
    Content over(List<byte[]> elements, FailedStage at, PipelineSnapshot.Stage stage) {
        int atOnce = atOnce(stage);
        var gathering = new Gathering(elements.size(), at);
        var room = new Semaphore(atOnce);
        for (int i = 0; i < elements.size(); i++) {
            room.acquireUninterruptibly();
            if (gathering.failure.get() != null) {
                room.release();
                break;
            }
            int index = i;
            Thread.ofVirtual()
                    .name("element")
                    .start(() -> element(index, elements.get(index), stage, gathering, room));
        }
        room.acquireUninterruptibly(atOnce);
        return gathering.whole();
    }

    private int atOnce(PipelineSnapshot.Stage stage) {
        PipelineSnapshot.Each each = stage.each();
        int asked = each == null ? 1 : each.concurrency();
        return Math.max(1, Math.min(asked, properties.maxAtOnce()));
    }

    private void element(
            int index,
            byte[] element,
            PipelineSnapshot.Stage stage,
            Gathering gathering,
            Semaphore room) {
        FailedStage at = new FailedStage(gathering.at.number(), stage.function(), index);
        try {
            gathering.take(index, ended(at, element, stage));
        } catch (StageFailedException e) {
            gathering.fail(at, e);
        } catch (RuntimeException | Error e) {
            gathering.fail(
                    at,
                    new StageFailedException(
                            ErrorCode.PLATFORM_ERROR, null, "the platform failed", at));
            throw e;
        } finally {
            room.release();
        }
    }

    private byte[] ended(FailedStage at, byte[] element, PipelineSnapshot.Stage stage) {
        try {
            Content in = Conversions.to(stage.accepts(), new Content(element, Conversions.JSON));
            FunctionRef function = Catalogs.ref(stage);
            return Conversions.to(Conversions.JSON, caller.call(at, function, in)).bytes();
        } catch (UnfitException e) {
            throw new StageFailedException(
                    ErrorCode.PIPELINE_ANSWER,
                    null,
                    "its answer does not fit a list: " + e.getMessage(),
                    at);
        }
    }

    /** The answers by their places, and the failure of the first place that has one. */
    private final class Gathering {

        private final FailedStage at;
        private final byte[][] answers;
        private final AtomicLong bytes = new AtomicLong(2);
        private final AtomicReference<FailedElement> failure = new AtomicReference<>();

        Gathering(int size, FailedStage at) {
            this.answers = new byte[size][];
            this.at = at;
        }

        void take(int index, byte[] answer) {
            answers[index] = answer;
            if (bytes.addAndGet(answer.length + 1L) > maxBytes) {
                fail(
                        at,
                        new StageFailedException(
                                ErrorCode.PIPELINE_FAN_OUT,
                                null,
                                "the answers of its elements together have more than %d bytes"
                                        .formatted(maxBytes),
                                at));
            }
        }

        void fail(FailedStage where, StageFailedException why) {
            int index = where.element() == null ? Integer.MAX_VALUE : where.element();
            failure.accumulateAndGet(
                    new FailedElement(index, why),
                    (before, now) -> before == null || now.index < before.index ? now : before);
        }

        /** Every thread that wrote an answer has given back its room before. */
        Content whole() {
            FailedElement failed = failure.get();
            if (failed != null) {
                throw failed.why;
            }
            return new Content(JsonList.of(Arrays.asList(answers)), Conversions.JSON);
        }
    }

    private record FailedElement(int index, StageFailedException why) {}
}
