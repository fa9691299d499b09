package dev.meterlark.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.edge.AwsCall;
import dev.meterlark.edge.AwsService;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Component;

import java.io.IOException;
import java.util.Set;

/**
 * Amazon's S3, at the root for what is signed for it and under {@code /s3} for everything. Buckets
 * are the caller's account's: those of others are not there.
 */
@Component
class S3Service implements AwsService {

    /** An object is never a part of a page of ours: those have the same origin. */
    private static final Set<String> PARTS_OF_PAGES =
            Set.of("script", "style", "worker", "sharedworker", "serviceworker", "manifest");

    private static final int LONGEST_KEY = 1_024;

    private final AccountBuckets buckets;
    private final ListingObjects listing;
    private final ReadingObjects reading;
    private final WritingObjects writing;
    private final DeletingMany deleting;
    private final UploadingParts uploading;
    private final CompletingUploads completing;
    private final ListingUploads listingUploads;

    S3Service(
            AccountBuckets buckets,
            ListingObjects listing,
            ReadingObjects reading,
            WritingObjects writing,
            DeletingMany deleting,
            UploadingParts uploading,
            CompletingUploads completing,
            ListingUploads listingUploads) {
        this.buckets = buckets;
        this.listing = listing;
        this.reading = reading;
        this.writing = writing;
        this.deleting = deleting;
        this.uploading = uploading;
        this.completing = completing;
        this.listingUploads = listingUploads;
    }

    @Override
    public String name() {
        return "s3";
    }

    @Override
    public boolean isMeant(HttpServletRequest request) {
        String query = request.getQueryString();
        return S3Request.isMounted(request.getRequestURI())
                || query != null && query.contains("AWSAccessKeyId=");
    }

    @Override
    public Bodies bodies() {
        return Bodies.STREAMED;
    }

    @Override
    public void serve(AwsCall call, HttpServletResponse response) throws IOException {
        Answers.begin(response);
        try {
            S3Request request = S3Request.of(call);
            S3Operation operation = S3Operation.of(request);
            call.require(operation.permission());
            requireOwner(request);
            requireNoPart(call.request());
            requireShortKey(request);
            run(operation, request, response);
        } catch (S3Exception refusal) {
            write(refusal, call.request(), response);
        }
    }

    private void run(S3Operation operation, S3Request request, HttpServletResponse response)
            throws IOException {
        switch (operation) {
            case LIST_BUCKETS -> buckets.list(request, response);
            case CREATE_BUCKET -> buckets.create(request, response);
            case HEAD_BUCKET -> buckets.head(request, response);
            case DELETE_BUCKET -> buckets.delete(request, response);
            case GET_BUCKET_LOCATION -> buckets.location(request, response);
            case GET_BUCKET_SETTING -> buckets.readSetting(request, response);
            case PUT_BUCKET_SETTING -> buckets.changeSetting(request);
            case LIST_OBJECTS -> listing.first(request, response);
            case LIST_OBJECTS_V2 -> listing.second(request, response);
            case LIST_OBJECT_VERSIONS -> listing.versions(request, response);
            case DELETE_OBJECTS -> deleting.delete(request, response);
            case GET_OBJECT, HEAD_OBJECT -> reading.read(request, response);
            case GET_OBJECT_ATTRIBUTES -> reading.attributes(request, response);
            case GET_OBJECT_SETTING -> writing.readSetting(request, response);
            case PUT_OBJECT_SETTING -> writing.changeSetting(request);
            case PUT_OBJECT -> writing.put(request, response);
            case COPY_OBJECT -> writing.copy(request, response);
            case DELETE_OBJECT -> writing.delete(request, response);
            case CREATE_MULTIPART_UPLOAD -> uploading.begin(request, response);
            case UPLOAD_PART -> uploading.part(request, response);
            case UPLOAD_PART_COPY -> uploading.copiedPart(request, response);
            case COMPLETE_MULTIPART_UPLOAD -> completing.complete(request, response);
            case ABORT_MULTIPART_UPLOAD -> uploading.abort(request, response);
            case LIST_MULTIPART_UPLOADS -> listingUploads.list(request, response);
            case LIST_PARTS -> listingUploads.parts(request, response);
        }
    }

    private static void requireOwner(S3Request request) {
        for (String name :
                new String[] {
                    "x-amz-expected-bucket-owner", "x-amz-source-expected-bucket-owner"
                }) {
            String expected = request.header(name);
            if (expected != null && !expected.equals(request.caller().accountNumber())) {
                throw new S3Exception(
                        S3Error.ACCESS_DENIED, "The bucket's owner is not the one expected.");
            }
        }
    }

    private static void requireShortKey(S3Request request) {
        if (request.keyName().getBytes(UTF_8).length > LONGEST_KEY) {
            throw new S3Exception(
                    S3Error.KEY_TOO_LONG,
                    "A key has 1 to %d bytes as UTF-8.".formatted(LONGEST_KEY));
        }
    }

    private static void requireNoPart(HttpServletRequest request) {
        String destination = request.getHeader("Sec-Fetch-Dest");
        if (destination != null && PARTS_OF_PAGES.contains(destination)) {
            throw new S3Exception(
                    S3Error.ACCESS_DENIED,
                    "An object may not be a page's %s.".formatted(destination));
        }
    }

    @Override
    public void refuse(
            RefusedException refusal, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Answers.begin(response);
        String query = request.getQueryString();
        boolean inQuery = query != null && query.contains("X-Amz-Signature=");
        write(Refusals.of(refusal, inQuery), request, response);
    }

    private static void write(
            S3Exception refusal, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (response.isCommitted()) {
            throw refusal;
        }
        response.resetBuffer();
        refusal.headers().forEach(response::setHeader);
        String id = String.valueOf(response.getHeader("x-amz-request-id"));
        Answers.write(
                Xml.error(
                        xml ->
                                xml.add("Code", refusal.error().code())
                                        .add("Message", refusal.text())
                                        .add("Resource", request.getRequestURI())
                                        .add("RequestId", id)),
                refusal.error().status(),
                response);
    }
}
