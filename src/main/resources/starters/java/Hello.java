import java.time.Instant;
import java.util.Map;
import java.util.function.Function;

public class Hello implements Function<Map<String, Object>, Map<String, Object>> {

    @Override
    public Map<String, Object> apply(Map<String, Object> event) {
        System.out.println("called with " + event);
        Object name = event == null ? "world" : event.getOrDefault("name", "world");
        return Map.of("greeting", "Hello, " + name + "!", "at", Instant.now().toString());
    }
}
