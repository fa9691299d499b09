package dev.meterlark.storage.s3;

import static dev.meterlark.Asked.header;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.SignedForS3;
import dev.meterlark.SignedForS3.Form;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Objects by S3's protocol, in what no tool of AWS's does by itself. */
class S3ObjectsTests extends S3Requests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "a/b/c",
                "a//b",
                "a/../b/./c",
                "/",
                "//",
                "a%2Fb%5Cc",
                "a%20b+c;d=e,f&amp",
                "%C3%BC%E2%82%AC%F0%9F%8E%89",
                "%01%0A%7F",
                "..%2F..%2Fetc%2Fpasswd",
                "%25%32%46",
                "api/v1/accounts"
            })
    void everyKeyThatAwsTakesIsKeptAsItIs(String key) {
        HttpResponse<String> written = put(key, "hello");
        HttpResponse<String> read = s3.ask("GET", "/images/" + key);
        HttpResponse<String> mounted = s3.ask("GET", "/s3/images/" + key);
        HttpResponse<String> listed =
                s3.ask("GET", "/images?list-type=2&encoding-type=url&prefix=" + sent(key));

        assertThat(written.statusCode()).as(written.body()).isEqualTo(200);
        assertThat(read.body()).isEqualTo("hello");
        assertThat(mounted.body()).isEqualTo("hello");
        assertThat(listed.body())
                .contains("<Key>" + sent(key) + "</Key>")
                .contains("<KeyCount>1</KeyCount>");
        assertThat(s3.ask("DELETE", "/images/" + key).statusCode()).isEqualTo(204);
        assertThat(s3.ask("GET", "/images/" + key).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsSaidOfTheBodyIsHeldAgainstIt(Form form) {
        SignedForS3.Sealed good = s3.seal("PUT", "/images/key", HELLO, Map.of(), form);
        SignedForS3.Sealed bad =
                s3.seal(
                        "PUT",
                        "/images/lost",
                        HELLO,
                        Map.of("Content-MD5", "XUFAKrxLKna5cZ2REBfFkQ=="),
                        form);

        assertThat(good.send().statusCode()).as(good.send().body()).isEqualTo(200);
        assertThat(s3.ask("GET", "/images/key").body()).isEqualTo("hello");
        refused(bad.send(), 400, "BadDigest");
        assertThat(s3.ask("GET", "/images/lost").statusCode()).isEqualTo(404);
    }

    @Test
    void anObjectOfABodyThatIsNotAsItWasSignedIsNotThere() {
        SignedForS3.Sealed sealed =
                s3.seal("PUT", "/images/key", HELLO, Map.of(), Form.CHUNKS_AND_TRAILER);
        String text = new String(sealed.body(), StandardCharsets.ISO_8859_1);
        SignedForS3.Sealed hashed = s3.seal("PUT", "/images/key", HELLO, Map.of(), Form.HASHED);

        refused(
                sealed.withBody(bytes(text.replace("hello", "hallo"))).send(),
                403,
                "SignatureDoesNotMatch");
        refused(hashed.withBody(bytes("hallo")).send(), 400, "XAmzContentSHA256Mismatch");
        refused(
                s3.seal("PUT", "/images/key", HELLO, Map.of(), Form.UNSIGNED_CHUNKS_AND_TRAILER)
                        .withBody(bytes("5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n"))
                        .send(),
                400,
                "BadDigest");
        refused(
                sealed.to("/s3/images/key")
                        .with("authorization", "Bearer " + owner.token())
                        .withBody(bytes(text.substring(0, 40)))
                        .send(),
                400,
                "IncompleteBody");
        assertThat(s3.ask("GET", "/images/key").statusCode()).isEqualTo(404);
    }

    @Test
    void whatIsSaidOfAnObjectIsSaidAgain() {
        Map<String, String> said =
                Map.of(
                        "Content-Type", "text/plain",
                        "Cache-Control", "max-age=60",
                        "Content-Disposition", "inline",
                        "Content-Encoding", "gzip",
                        "Content-Language", "de",
                        "x-amz-meta-Age", "7",
                        "x-amz-checksum-crc32", "NhCmhg==");
        s3.ask("PUT", "/images/key", HELLO, said);

        HttpResponse<String> head =
                s3.ask(
                        "HEAD",
                        "/images/key",
                        new byte[0],
                        Map.of("x-amz-checksum-mode", "ENABLED"));

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(header(head, "Content-Type")).isEqualTo("text/plain");
        assertThat(header(head, "Cache-Control")).isEqualTo("max-age=60");
        assertThat(header(head, "Content-Disposition")).isEqualTo("inline");
        assertThat(header(head, "Content-Encoding")).isEqualTo("gzip");
        assertThat(header(head, "Content-Language")).isEqualTo("de");
        assertThat(header(head, "x-amz-meta-age")).isEqualTo("7");
        assertThat(header(head, "x-amz-checksum-crc32")).isEqualTo("NhCmhg==");
        assertThat(header(head, "ETag")).isEqualTo('"' + HELLOS_MD5 + '"');
        assertThat(header(head, "Content-Length")).isEqualTo("5");
        assertThat(header(head, "Content-Security-Policy")).contains("sandbox");
        HttpResponse<String> otherwise =
                s3.ask("GET", "/images/key?response-content-type=text%2Fhtml");
        assertThat(header(otherwise, "Content-Type")).isEqualTo("text/html");
        assertThat(header(otherwise, "X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Range | bytes=1-2 | 206 | el",
                "Range | bytes=9- | 416 | ''",
                "If-Match | \"5d41402abc4b2a76b9719d911017c592\" | 200 | hello",
                "If-Match | \"x\" | 412 | ''",
                "If-None-Match | \"5d41402abc4b2a76b9719d911017c592\" | 304 | ''",
                "If-None-Match | \"x\" | 200 | hello",
                "If-Modified-Since | Fri, 01 Jan 2100 00:00:00 GMT | 304 | ''",
                "If-Unmodified-Since | Fri, 01 Jan 2010 00:00:00 GMT | 412 | ''",
                "If-Unmodified-Since | nonsense | 200 | hello"
            })
    void aReadIsAnsweredAsItsConditionsAsk(String name, String value, int status, String body) {
        put("key", "hello");

        HttpResponse<String> answer =
                s3.ask("GET", "/images/key", new byte[0], Map.of(name, value));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        if (status < 400) {
            assertThat(answer.body()).isEqualTo(body);
        }
    }

    @Test
    void aWriteIsDoneOnItsConditionsOnly() {
        put("key", "hello");
        Map<String, String> onlyNew = Map.of("If-None-Match", "*");
        Map<String, String> overThis = Map.of("If-Match", '"' + HELLOS_MD5 + '"');

        refused(s3.ask("PUT", "/images/key", HELLO, onlyNew), 412, "PreconditionFailed");
        assertThat(s3.ask("PUT", "/images/new", HELLO, onlyNew).statusCode()).isEqualTo(200);
        assertThat(s3.ask("PUT", "/images/key", bytes("other"), overThis).statusCode())
                .isEqualTo(200);
        refused(s3.ask("PUT", "/images/key", HELLO, overThis), 412, "PreconditionFailed");
        refused(s3.ask("DELETE", "/images/key", new byte[0], overThis), 412, "PreconditionFailed");
        assertThat(s3.ask("GET", "/images/key").body()).isEqualTo("other");
    }

    @Test
    void aCopyIsAnObjectOfItsOwn() {
        s3.ask("PUT", "/images/a%2Bb", HELLO, Map.of("x-amz-meta-age", "7"));

        HttpResponse<String> copied = copy("/images/a%2Bb", "/images/copy", Map.of());
        copy(
                "/images/copy",
                "/images/copy",
                Map.of("x-amz-metadata-directive", "REPLACE", "x-amz-meta-age", "8"));
        s3.ask("DELETE", "/images/a%2Bb");

        assertThat(copied.body()).contains("<ETag>&quot;" + HELLOS_MD5);
        HttpResponse<String> read = s3.ask("GET", "/images/copy");
        assertThat(read.body()).isEqualTo("hello");
        assertThat(header(read, "x-amz-meta-age")).isEqualTo("8");
        refused(copy("/images/none", "/images/x", Map.of()), 404, "NoSuchKey");
        refused(copy("/none/none", "/images/x", Map.of()), 404, "NoSuchBucket");
        refused(copy("/images/copy", "/images/copy", Map.of()), 400, "InvalidRequest");
        refused(
                copy("/images/copy", "/images/x", Map.of("x-amz-copy-source-if-match", "\"x\"")),
                412,
                "PreconditionFailed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x-amz-server-side-encryption | aws:kms | 501 | NotImplemented",
                "x-amz-tagging | a=b | 501 | NotImplemented",
                "x-amz-acl | public-read | 400 | AccessControlListNotSupported",
                "x-amz-storage-class | GLACIER | 400 | InvalidStorageClass",
                "x-amz-expected-bucket-owner | 000000000000 | 403 | AccessDenied",
                "Content-MD5 | nonsense | 400 | InvalidDigest",
                "x-amz-checksum-crc32 | !! | 400 | InvalidRequest",
                "x-amz-checksum-crc32 | AAAAAA== | 400 | BadDigest"
            })
    void whatAWriteAsksForAndDoesNotGetIsRefused(
            String name, String value, int status, String code) {
        refused(s3.ask("PUT", "/images/key", HELLO, Map.of(name, value)), status, code);
        assertThat(s3.ask("GET", "/images/key").statusCode()).isEqualTo(404);
    }

    @Test
    void ofSeveralWhoWriteOneKeyAtOnceOneHasWrittenAllOfIt() {
        List<CompletableFuture<Integer>> writing =
                IntStream.range(0, 6)
                        .mapToObj(
                                i ->
                                        CompletableFuture.supplyAsync(
                                                () ->
                                                        put(
                                                                        "key",
                                                                        String.valueOf(i)
                                                                                .repeat(200_000))
                                                                .statusCode()))
                        .toList();
        assertThat(writing).extracting(CompletableFuture::join).containsOnly(200);

        String whole = s3.ask("GET", "/images/key").body();

        assertThat(whole).hasSize(200_000).isEqualTo(whole.substring(0, 1).repeat(200_000));
    }

    @Test
    void anAddressThatIsSignedIsEnoughUntilItEnds() {
        put("key", "hello");
        SignedForS3.Sealed good = s3.presign("GET", "/images/key", Duration.ofMinutes(1));
        SignedForS3.Sealed ended =
                new SignedForS3(
                                port,
                                owner.key().id(),
                                owner.key().secret(),
                                clock.instant().minusSeconds(120))
                        .presign("GET", "/images/key", Duration.ofMinutes(1));

        assertThat(good.send().body()).isEqualTo("hello");
        SignedForS3.Sealed written =
                s3.presign(
                                "PUT",
                                "/images/written?x-amz-checksum-crc32=AAAAAA%3D%3D&x-amz-meta-age=7",
                                Duration.ofMinutes(1))
                        .withBody(HELLO);
        assertThat(written.send().statusCode()).as(written.send().body()).isEqualTo(200);
        assertThat(header(s3.ask("HEAD", "/images/written"), "x-amz-meta-age")).isEqualTo("7");
        refused(ended.send(), 403, "AccessDenied");
        refused(good.with("Sec-Fetch-Dest", "script").send(), 403, "AccessDenied");
    }

    private static String sent(String key) {
        return Encoded.encode(Encoded.decode(key));
    }

    private HttpResponse<String> copy(String from, String to, Map<String, String> more) {
        Map<String, String> headers = new TreeMap<>(more);
        headers.put("x-amz-copy-source", from);
        return s3.ask("PUT", to, new byte[0], headers);
    }
}
