import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

public class Hello implements Function<Hello.Event, Hello.Greeting> {

    private static final Pattern NAME = Pattern.compile("\"name\"\\s*:\\s*\"([^\"\\\\]*)\"");

    /** The event itself, or an HTTP request that carries it: then there is a body. */
    public record Event(String name, String body) {}

    public record Greeting(String hello) {}

    @Override
    public Greeting apply(Event event) {
        if (event.body() == null) {
            return new Greeting(event.name());
        }
        Matcher name = NAME.matcher(event.body());
        return new Greeting(name.find() ? name.group(1) : null);
    }
}
