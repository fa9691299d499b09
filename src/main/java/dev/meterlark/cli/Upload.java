package dev.meterlark.cli;

import java.io.FileNotFoundException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/** A package on its way, with a bar that says how far it is when somebody looks. */
final class Upload implements BodyPublisher {

    private static final int WIDTH = 30;

    private final BodyPublisher file;
    private final long size;
    private final PrintStream err;
    private final boolean shown;

    private Upload(BodyPublisher file, long size, PrintStream err, boolean shown) {
        this.file = file;
        this.size = size;
        this.err = err;
        this.shown = shown;
    }

    static Upload of(CodePackage code, PrintStream err, boolean shown) {
        try {
            return new Upload(BodyPublishers.ofFile(code.file()), code.size(), err, shown);
        } catch (FileNotFoundException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long contentLength() {
        return file.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        file.subscribe(shown ? new Counted(subscriber) : subscriber);
    }

    private final class Counted implements Flow.Subscriber<ByteBuffer> {

        private final Flow.Subscriber<? super ByteBuffer> next;
        private long sent;
        private int percent = -1;

        Counted(Flow.Subscriber<? super ByteBuffer> next) {
            this.next = next;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            next.onSubscribe(subscription);
        }

        @Override
        public void onNext(ByteBuffer bytes) {
            sent += bytes.remaining();
            show();
            next.onNext(bytes);
        }

        @Override
        public void onError(Throwable failure) {
            err.println();
            next.onError(failure);
        }

        @Override
        public void onComplete() {
            err.println();
            next.onComplete();
        }

        private void show() {
            int now = size == 0 ? 100 : (int) (100 * Math.min(sent, size) / size);
            if (now != percent) {
                percent = now;
                int done = WIDTH * now / 100;
                err.print(
                        "\ruploading [%s%s] %3d %%  %s of %s "
                                .formatted(
                                        "#".repeat(done),
                                        ".".repeat(WIDTH - done),
                                        now,
                                        Size.of(sent),
                                        Size.of(size)));
                err.flush();
            }
        }
    }
}
