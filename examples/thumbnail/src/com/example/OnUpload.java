package com.example;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * For the events of a bucket: puts a small JPEG under {@code small/} for each picture that came. It
 * asks the platform as itself, so that its role must have {@code storage:read} and {@code
 * storage:write}; the trigger's prefix keeps it from its own work.
 */
public class OnUpload implements Function<Map<String, Object>, List<String>> {

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Thumbnail thumbnail = new Thumbnail();

    @Override
    public List<String> apply(Map<String, Object> event) {
        List<String> made = new ArrayList<>();
        for (Object each : (List<?>) event.get("Records")) {
            Map<?, ?> s3 = (Map<?, ?>) ((Map<?, ?>) each).get("s3");
            String bucket = String.valueOf(((Map<?, ?>) s3.get("bucket")).get("name"));
            String key = String.valueOf(((Map<?, ?>) s3.get("object")).get("key"));
            made.add(make(bucket, URLDecoder.decode(key, StandardCharsets.UTF_8)));
        }
        return made;
    }

    private String make(String bucket, String key) {
        byte[] large = send(HttpRequest.newBuilder(address(bucket, key)));
        String small = "small/" + key.substring(key.lastIndexOf('/') + 1);
        send(
                HttpRequest.newBuilder(address(bucket, small))
                        .header("Content-Type", "image/jpeg")
                        .PUT(BodyPublishers.ofByteArray(thumbnail.raw(large))));
        System.out.println("made " + small + " of " + key);
        return small;
    }

    private byte[] send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(new String(answer.body(), StandardCharsets.UTF_8));
            }
            return answer.body();
        } catch (IOException e) {
            throw new IllegalStateException("the platform does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static URI address(String bucket, String key) {
        String encoded = URLEncoder.encode(key, StandardCharsets.UTF_8);
        return URI.create(
                System.getenv("METERLARK_URL")
                        + "/api/v1/buckets/"
                        + bucket
                        + "/objects/"
                        + encoded.replace("+", "%20").replace("%2F", "/"));
    }
}
