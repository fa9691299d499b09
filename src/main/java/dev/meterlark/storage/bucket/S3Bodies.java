package dev.meterlark.storage.bucket;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Base64;

/**
 * Bodies as objects of a bucket of any S3. What comes is first gathered in a file of the data
 * folder, because that S3 wants to know how long it is, and may have to be told twice.
 */
final class S3Bodies implements Bodies, AutoCloseable {

    private static final int PIECE = 64 * 1024;
    private static final int NOT_SATISFIABLE = 416;

    private final S3Client s3;
    private final String bucket;
    private final String prefix;
    private final Path unfinished;

    /**
     * @param unfinished a folder for what comes
     */
    S3Bodies(S3BodyProperties properties, Path unfinished) {
        this.s3 = client(properties);
        this.bucket = properties.bucket();
        this.prefix = properties.prefix();
        this.unfinished = unfinished;
    }

    /** What it sends has an MD5; newer checksums are not every S3's. */
    private static S3Client client(S3BodyProperties properties) {
        AwsBasicCredentials key =
                AwsBasicCredentials.create(properties.accessKey(), properties.secretKey());
        S3ClientBuilder builder =
                S3Client.builder()
                        .region(Region.of(properties.region()))
                        .forcePathStyle(properties.pathStyle())
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                        .credentialsProvider(StaticCredentialsProvider.create(key))
                        .httpClientBuilder(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(properties.timeout())
                                        .socketTimeout(properties.timeout()));
        if (properties.endpoint() != null) {
            builder.endpointOverride(properties.endpoint());
        }
        return builder.build();
    }

    @Override
    public void write(BodyId id, InputStream bytes) throws IOException {
        Path file = unfinished.resolve(id.toString());
        String md5 = gather(bytes, file);
        try {
            s3.putObject(
                    put -> put.bucket(bucket).key(key(id)).contentMD5(md5),
                    RequestBody.fromFile(file));
        } catch (SdkException e) {
            throw new IOException("the S3 behind the buckets did not take an object", e);
        }
        Files.delete(file);
    }

    /**
     * @return the MD5 in base64
     */
    private static String gather(InputStream bytes, Path file) throws IOException {
        MessageDigest md5 = Digests.begin("MD5");
        byte[] piece = new byte[PIECE];
        try (OutputStream out =
                new DigestOutputStream(
                        Files.newOutputStream(
                                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        md5)) {
            for (int read = bytes.read(piece); read >= 0; read = bytes.read(piece)) {
                out.write(piece, 0, read);
            }
        }
        return Base64.getEncoder().encodeToString(md5.digest());
    }

    @Override
    public InputStream open(BodyId id, long from) throws IOException {
        try {
            return new Opened(
                    s3.getObject(
                            get -> {
                                get.bucket(bucket).key(key(id));
                                if (from > 0) {
                                    get.range("bytes=" + from + "-");
                                }
                            }));
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_SATISFIABLE) {
                return InputStream.nullInputStream(); // nothing is behind its end
            }
            throw unread(e);
        } catch (SdkException e) {
            throw unread(e);
        }
    }

    @Override
    public void delete(BodyId id) throws IOException {
        Files.deleteIfExists(unfinished.resolve(id.toString()));
        try {
            s3.deleteObject(delete -> delete.bucket(bucket).key(key(id)));
        } catch (SdkException e) {
            throw new IOException("the S3 behind the buckets did not delete an object", e);
        }
    }

    @Override
    public void close() {
        s3.close();
    }

    private String key(BodyId id) {
        return prefix + id;
    }

    private static IOException unread(SdkException e) {
        return new IOException("the S3 behind the buckets did not give an object", e);
    }

    /** Whoever closes it early does not wait for the rest to come. */
    private static final class Opened extends FilterInputStream {

        private final ResponseInputStream<GetObjectResponse> answer;
        private boolean ended;

        Opened(ResponseInputStream<GetObjectResponse> answer) {
            super(answer);
            this.answer = answer;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            ended |= read < 0;
            return read;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            int read = super.read(target, from, length);
            ended |= read < 0;
            return read;
        }

        @Override
        public void close() throws IOException {
            if (!ended) {
                answer.abort();
            }
            super.close();
        }
    }
}
