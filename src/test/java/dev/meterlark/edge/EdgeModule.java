package dev.meterlark.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.meterlark.ManualClock;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.PersonId;
import dev.meterlark.shared.Role;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The edge on a real server, with people and keys in memory and routes that do nothing. Not a
 * configuration by annotation, so that no scan of the whole application finds it.
 */
@EnableAutoConfiguration
@ConfigurationPropertiesScan({"dev.meterlark.edge", "dev.meterlark.platform"})
@ComponentScan({"dev.meterlark.edge", "dev.meterlark.platform"})
@Import({SampleRoutes.class, SamplePages.class, SampleService.class})
class EdgeModule {

    @Bean
    ManualClock clock() {
        return new ManualClock();
    }

    @Bean
    KnownPeople credentials() {
        return new KnownPeople();
    }

    @Bean
    SessionsInMemory sessionBook() {
        return new SessionsInMemory();
    }

    /** One function, which may read its account. */
    @Bean
    FunctionIdentities functions(KnownPeople people) {
        return (account, function) ->
                function.equals(FUNCTION)
                        ? Optional.of(
                                people.caller("function:hello", Set.of(Permission.ACCOUNT_READ)))
                        : Optional.empty();
    }

    static final FunctionId FUNCTION = new FunctionId(new UUID(9, 9));

    /** Three keys and one person; what they may do can be changed in between. */
    static final class KnownPeople implements Credentials {

        static final String OWNER = "mlk_owner";
        static final String VIEWER = "mlk_viewer";
        static final String OPERATOR = "mlk_operator";
        static final String EMAIL = "ada@example.com";
        static final String PASSWORD = "correct horse battery";

        final AccountId account = new AccountId(new UUID(7, 7));
        final AccountId otherAccount = new AccountId(new UUID(8, 8));
        private final SignedIn person = new SignedIn(new PersonId(new UUID(1, 1)), 1);
        private final Map<SignedIn, Set<Permission>> people = new ConcurrentHashMap<>();

        KnownPeople() {
            people.put(person, Role.OWNER.permissions());
        }

        @Override
        public Optional<Caller> byToken(String token) {
            return switch (token) {
                case OWNER -> Optional.of(caller("key:owner", Role.OWNER.permissions()));
                case VIEWER -> Optional.of(caller("key:viewer", Role.VIEWER.permissions()));
                case OPERATOR ->
                        Optional.of(caller("key:operator", EnumSet.allOf(Permission.class)));
                default -> Optional.empty();
            };
        }

        @Override
        public Optional<SigningCaller> bySigningKey(String keyId) {
            return byToken(keyId)
                    .map(caller -> new SigningCaller(caller, keyId.getBytes(US_ASCII)));
        }

        @Override
        public Optional<SignedIn> signIn(String email, String password) {
            return email.equals(EMAIL) && password.equals(PASSWORD)
                    ? Optional.of(person)
                    : Optional.empty();
        }

        @Override
        public Optional<Caller> ofPerson(SignedIn signedIn, @Nullable AccountId chosen) {
            Set<Permission> permissions = people.get(signedIn);
            return permissions == null || otherAccount.equals(chosen)
                    ? Optional.empty()
                    : Optional.of(caller("person:ada", permissions));
        }

        void allow(Set<Permission> permissions) {
            people.put(person, permissions);
        }

        void remove() {
            people.remove(person);
        }

        private Caller caller(String subject, Set<Permission> permissions) {
            return new Caller(account, "acme", "123456789012", subject, permissions);
        }
    }
}
