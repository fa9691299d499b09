import java.util.function.Function;

public class Hello implements Function<Hello.Person, Hello.Greeting> {

    public record Person(String name) {}

    public record Greeting(String hello) {}

    @Override
    public Greeting apply(Person person) {
        return new Greeting(person.name());
    }
}
