package dev.meterlark.storage.s3;

import dev.meterlark.shared.Permission;

/** What a request asks for: told by its method, by what it is about, and by its query. */
enum S3Operation {
    LIST_BUCKETS(Permission.STORAGE_READ),
    CREATE_BUCKET(Permission.STORAGE_MANAGE),
    HEAD_BUCKET(Permission.STORAGE_READ),
    DELETE_BUCKET(Permission.STORAGE_MANAGE),
    GET_BUCKET_LOCATION(Permission.STORAGE_READ),
    GET_BUCKET_SETTING(Permission.STORAGE_READ),
    PUT_BUCKET_SETTING(Permission.STORAGE_MANAGE),
    LIST_OBJECTS(Permission.STORAGE_READ),
    LIST_OBJECTS_V2(Permission.STORAGE_READ),
    LIST_OBJECT_VERSIONS(Permission.STORAGE_READ),
    LIST_MULTIPART_UPLOADS(Permission.STORAGE_READ),
    DELETE_OBJECTS(Permission.STORAGE_WRITE),
    GET_OBJECT(Permission.STORAGE_READ),
    HEAD_OBJECT(Permission.STORAGE_READ),
    GET_OBJECT_ATTRIBUTES(Permission.STORAGE_READ),
    GET_OBJECT_SETTING(Permission.STORAGE_READ),
    PUT_OBJECT_SETTING(Permission.STORAGE_WRITE),
    PUT_OBJECT(Permission.STORAGE_WRITE),
    /** It needs to read as well, and asks for that itself. */
    COPY_OBJECT(Permission.STORAGE_WRITE),
    DELETE_OBJECT(Permission.STORAGE_WRITE),
    CREATE_MULTIPART_UPLOAD(Permission.STORAGE_WRITE),
    UPLOAD_PART(Permission.STORAGE_WRITE),
    UPLOAD_PART_COPY(Permission.STORAGE_WRITE),
    COMPLETE_MULTIPART_UPLOAD(Permission.STORAGE_WRITE),
    ABORT_MULTIPART_UPLOAD(Permission.STORAGE_WRITE),
    LIST_PARTS(Permission.STORAGE_READ);

    private final Permission permission;

    S3Operation(Permission permission) {
        this.permission = permission;
    }

    Permission permission() {
        return permission;
    }

    /**
     * @throws S3Exception when there is no such operation
     */
    static S3Operation of(S3Request request) {
        if (request.hasKey()) {
            return ofObject(request);
        }
        if (request.hasBucket()) {
            return ofBucket(request);
        }
        if (request.method().equals("GET")) {
            return LIST_BUCKETS;
        }
        throw notAllowed(request);
    }

    private static S3Operation ofBucket(S3Request request) {
        Query query = request.query();
        boolean setting = Settings.ofBucket(query).isPresent();
        return switch (request.method()) {
            case "GET" ->
                    query.has("location")
                            ? GET_BUCKET_LOCATION
                            : query.has("uploads")
                                    ? LIST_MULTIPART_UPLOADS
                                    : query.has("versions")
                                            ? LIST_OBJECT_VERSIONS
                                            : setting ? GET_BUCKET_SETTING : list(query);
            case "HEAD" -> HEAD_BUCKET;
            case "PUT" -> setting ? PUT_BUCKET_SETTING : CREATE_BUCKET;
            case "DELETE" -> setting ? PUT_BUCKET_SETTING : DELETE_BUCKET;
            case "POST" -> {
                if (query.has("delete")) {
                    yield DELETE_OBJECTS;
                }
                throw S3Exception.notImplemented("A form that uploads (POST to a bucket)");
            }
            default -> throw notAllowed(request);
        };
    }

    private static S3Operation list(Query query) {
        String type = query.get("list-type");
        if (type == null) {
            return LIST_OBJECTS;
        }
        if (type.equals("2")) {
            return LIST_OBJECTS_V2;
        }
        throw S3Exception.invalid("list-type must be 2, or left out for the first one.");
    }

    private static S3Operation ofObject(S3Request request) {
        Query query = request.query();
        boolean ofUpload = query.has("uploadId");
        boolean setting = Settings.ofObject(query).isPresent();
        return switch (request.method()) {
            case "GET" ->
                    ofUpload
                            ? LIST_PARTS
                            : query.has("attributes")
                                    ? GET_OBJECT_ATTRIBUTES
                                    : setting ? GET_OBJECT_SETTING : GET_OBJECT;
            case "HEAD" -> HEAD_OBJECT;
            case "PUT" -> setting ? PUT_OBJECT_SETTING : put(request, ofUpload);
            case "DELETE" ->
                    ofUpload
                            ? ABORT_MULTIPART_UPLOAD
                            : setting ? PUT_OBJECT_SETTING : DELETE_OBJECT;
            case "POST" -> post(query, ofUpload);
            default -> throw notAllowed(request);
        };
    }

    private static S3Operation put(S3Request request, boolean ofUpload) {
        boolean copies = request.header("x-amz-copy-source") != null;
        if (ofUpload || request.query().has("partNumber")) {
            return copies ? UPLOAD_PART_COPY : UPLOAD_PART;
        }
        return copies ? COPY_OBJECT : PUT_OBJECT;
    }

    private static S3Operation post(Query query, boolean ofUpload) {
        if (query.has("uploads")) {
            return CREATE_MULTIPART_UPLOAD;
        }
        if (ofUpload) {
            return COMPLETE_MULTIPART_UPLOAD;
        }
        throw S3Exception.notImplemented("What this POST asks of an object");
    }

    private static S3Exception notAllowed(S3Request request) {
        return new S3Exception(
                S3Error.METHOD_NOT_ALLOWED,
                "The method %s is not offered for what the address names."
                        .formatted(request.method()));
    }
}
