package dev.meterlark.storage.s3;

import static dev.meterlark.Asked.header;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.util.Map;

/** Uploads in parts by S3's protocol, and what comes to nothing. */
class S3UploadsTests extends S3Requests {

    @Test
    void anObjectIsPutTogetherFromItsParts() {
        String id = between(post("/images/large?uploads", "").body(), "<UploadId>", "</UploadId>");
        byte[] first = new byte[5 << 20];
        String one = part(id, 1, first);
        String two = part(id, 2, HELLO);

        HttpResponse<String> listed = s3.ask("GET", "/images/large?uploadId=" + id);
        assertThat(listed.body()).contains("<PartNumber>1</PartNumber>", "<Size>5</Size>");
        assertThat(s3.ask("GET", "/images?uploads").body()).contains(id);
        refused(
                complete(id, "<Part><PartNumber>1</PartNumber><ETag>\"no\"</ETag></Part>"),
                400,
                "InvalidPart");
        refused(complete(id, entry(2, two) + entry(1, one)), 400, "InvalidPartOrder");
        refused(complete(id, "<Part><PartNumber>x</PartNumber></Part>"), 400, "MalformedXML");
        HttpResponse<String> made = complete(id, entry(1, one) + entry(2, two));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
        assertThat(made.body()).contains("-2&quot;</ETag>");
        assertThat(
                        s3.ask(
                                        "GET",
                                        "/images/large",
                                        new byte[0],
                                        Map.of("Range", "bytes=5242879-"))
                                .body())
                .isEqualTo("\0hello");
        HttpResponse<String> second = s3.ask("GET", "/images/large?partNumber=2");
        assertThat(second.body()).isEqualTo("hello");
        assertThat(header(second, "x-amz-mp-parts-count")).isEqualTo("2");
        refused(s3.ask("GET", "/images/large?uploadId=" + id), 404, "NoSuchUpload");
    }

    @Test
    void partsAreListedInPagesAndNoMoreThanTenThousandAreNamed() {
        String id = between(post("/images/large?uploads", "").body(), "<UploadId>", "</UploadId>");
        for (int number = 1; number <= 5; number++) {
            part(id, number * 2_000, HELLO);
        }
        String list = "/images/large?max-parts=2&uploadId=" + id + "&part-number-marker=";

        String first = s3.ask("GET", list + "0").body();
        String last = s3.ask("GET", list + "8000").body();
        HttpResponse<String> many = complete(id, entry(1, "e").repeat(10_001));

        assertThat(first)
                .contains("<PartNumber>2000</PartNumber>", "<PartNumber>4000</PartNumber>")
                .contains("<IsTruncated>true</IsTruncated>")
                .contains("<NextPartNumberMarker>4000</NextPartNumberMarker>");
        assertThat(last)
                .contains("<PartNumber>10000</PartNumber>", "<IsTruncated>false</IsTruncated>");
        refused(many, 400, "MalformedXML");
        refused(
                s3.ask("PUT", "/images/large?partNumber=10001&uploadId=" + id, HELLO, Map.of()),
                400,
                "InvalidArgument");
        assertThat(s3.ask("DELETE", "/images/large?uploadId=" + id).statusCode()).isEqualTo(204);
    }

    @Test
    void anAbortedUploadLeavesNothing() {
        String id = between(post("/images/large?uploads", "").body(), "<UploadId>", "</UploadId>");
        String etag = part(id, 1, HELLO);

        refused(s3.ask("DELETE", "/images/other?uploadId=" + id), 404, "NoSuchUpload");
        assertThat(s3.ask("DELETE", "/images/large?uploadId=" + id).statusCode()).isEqualTo(204);

        refused(complete(id, entry(1, etag)), 404, "NoSuchUpload");
        refused(
                s3.ask("PUT", "/images/large?partNumber=2&uploadId=" + id, HELLO, Map.of()),
                404,
                "NoSuchUpload");
        assertThat(s3.ask("GET", "/images/large").statusCode()).isEqualTo(404);
    }

    @Test
    void xmlThatIsTooMuchOrIsNoneIsRefused() {
        String entities =
                "<!DOCTYPE d [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]>"
                        + "<Delete><Object><Key>&b;</Key></Object></Delete>";
        String file =
                "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
                        + "<Delete><Object><Key>&x;</Key></Object></Delete>";
        String many = "<Delete>" + "<Object><Key>k</Key></Object>".repeat(1_001) + "</Delete>";
        String deep = "<Delete>" + "<a>".repeat(10_000);
        String huge = "<Delete>" + " ".repeat(5 << 20) + "</Delete>";
        String longText = "<Delete><Object><Key>" + "k".repeat(100_000);

        for (String xml :
                new String[] {
                    entities, file, many, deep, huge, longText, "", "{}", "<Other/>", "<Delete>"
                }) {
            refused(post("/images?delete", xml), 400, "MalformedXML");
        }
        refused(
                complete(
                        "x",
                        "<Part><PartNumber>1</PartNumber><ETag>e</ETag></Part>".repeat(10_001)),
                404,
                "NoSuchUpload");
    }

    private String part(String upload, int number, byte[] body) {
        HttpResponse<String> answer =
                s3.ask(
                        "PUT",
                        "/images/large?partNumber=%d&uploadId=%s".formatted(number, upload),
                        body,
                        Map.of());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return header(answer, "ETag");
    }

    private static String entry(int number, String etag) {
        return "<Part><PartNumber>%d</PartNumber><ETag>%s</ETag></Part>".formatted(number, etag);
    }

    private HttpResponse<String> complete(String upload, String parts) {
        return post(
                "/images/large?uploadId=" + upload,
                "<CompleteMultipartUpload>" + parts + "</CompleteMultipartUpload>");
    }
}
