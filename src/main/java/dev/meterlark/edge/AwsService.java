package dev.meterlark.edge;

import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import java.io.IOException;

/**
 * One of AWS's services, as a bean of the module that speaks its protocol. What is meant for it is
 * handed over before anything else looks at the path, so that a path may hold whatever the service
 * allows. Who may do what is the service's to ask of the {@link AwsCall}.
 */
public interface AwsService {

    /** As signatures name it: {@code s3}. */
    String name();

    /**
     * Whether a request is meant for it that is signed for none that is offered: by its target or
     * its path.
     */
    boolean isMeant(HttpServletRequest request);

    Bodies bodies();

    /** How bodies come, and with that what a signature says of them. */
    enum Bodies {
        /** Held whole, and bounded: none is handed over that its signature does not cover. */
        HELD,
        /** As S3's: handed over as they come, and checked to their end while they are read. */
        STREAMED
    }

    /** What it throws is written by {@link #refuse}, unless the answer has begun. */
    void serve(AwsCall call, HttpServletResponse response) throws IOException;

    /** In the form that the service's clients know. Nothing of an answer has gone out before. */
    void refuse(RefusedException refusal, HttpServletRequest request, HttpServletResponse response)
            throws IOException;
}
