package dev.meterlark;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import dev.meterlark.edge.Access;
import dev.meterlark.edge.AnyCaller;
import dev.meterlark.edge.OpenToAnyone;

import jakarta.persistence.Entity;

import org.springframework.data.repository.Repository;
import org.springframework.web.bind.annotation.RequestMapping;

import java.util.Set;
import java.util.UUID;

/** The rules of the house that a reviewer should not have to look for. */
@AnalyzeClasses(packages = "dev.meterlark", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    private static final Set<String> CLOCK_READS =
            Set.of(
                    "java.time.Instant.now",
                    "java.time.LocalDate.now",
                    "java.time.LocalDateTime.now",
                    "java.time.OffsetDateTime.now",
                    "java.time.ZonedDateTime.now",
                    "java.lang.System.currentTimeMillis",
                    "java.lang.Thread.sleep");

    @ArchTest
    static final ArchRule entitiesStayInside =
            classes()
                    .that()
                    .areAnnotatedWith(Entity.class)
                    .should()
                    .notBePublic()
                    .allowEmptyShould(true)
                    .because("another module sees values, never a row that it could change");

    @ArchTest
    static final ArchRule repositoriesStayInside =
            classes()
                    .that()
                    .areAssignableTo(Repository.class)
                    .should()
                    .notBePublic()
                    .allowEmptyShould(true)
                    .because("another module asks the facade, which takes the account");

    @ArchTest
    static final ArchRule theDataPlaneKnowsNoJpa =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "dev.meterlark.invocation..",
                            "dev.meterlark.worker..",
                            "dev.meterlark.ingress..",
                            "dev.meterlark.scaling..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "jakarta.persistence..",
                            "org.hibernate..",
                            "org.springframework.data..")
                    .because("a call never waits for the control plane's database");

    @ArchTest
    static final ArchRule springCloudFunctionStaysInTheCatalog =
            noClasses()
                    .that(not(resideInAPackage("dev.meterlark.invocation.catalog..")))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.springframework.cloud.function..")
                    .because("a name that its catalog does not know resolves to another function");

    @ArchTest
    static final ArchRule stripesLibraryStaysBehindItsSetting =
            noClasses()
                    .that()
                    .haveNameNotMatching(
                            "dev\\.meterlark\\.billing\\.payment\\.stripe\\.StripePayments.*")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("com.stripe..")
                    .because("that one is made, and so loaded, only where a key is set");

    @ArchTest
    static final ArchRule passkeysAreVerifiedInOnePlace =
            noClasses()
                    .that()
                    .haveNameNotMatching("dev\\.meterlark\\.account\\.PasskeyProofs.*")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("com.webauthn4j..")
                    .because("its library is loaded with the first passkey, not with the platform");

    @ArchTest
    static final ArchRule timeComesInAsAnArgument =
            noClasses()
                    .that(
                            not(
                                    resideInAnyPackage(
                                            "dev.meterlark.cli..",
                                            "dev.meterlark.runtime..",
                                            "dev.meterlark.wasmhost..")))
                    .and()
                    .doNotBelongToAnyOf(MeterlarkApplication.class)
                    .should()
                    .callMethodWhere(
                            describe(
                                    "a clock is read or slept on",
                                    call ->
                                            CLOCK_READS.contains(name(call))
                                                    && call
                                                            .getTarget()
                                                            .getRawParameterTypes()
                                                            .stream()
                                                            .noneMatch(
                                                                    t ->
                                                                            t.isAssignableTo(
                                                                                    "java.time.Clock"))))
                    .because("InstantSource is injected at the loop, so that a test moves time");

    @ArchTest
    static final ArchRule idsAreMadeInTheirTypes =
            noClasses()
                    .that()
                    .haveSimpleNameNotEndingWith("Id")
                    .should()
                    .callMethod(UUID.class, "randomUUID")
                    .because("an id is a type, and the type says how it is made");

    @ArchTest
    static final ArchRule namesSayWhatATypeIs =
            noClasses()
                    .should()
                    .haveSimpleNameEndingWith("Impl")
                    .orShould()
                    .haveSimpleNameEndingWith("Util")
                    .orShould()
                    .haveSimpleNameEndingWith("Utils")
                    .orShould()
                    .haveSimpleNameEndingWith("Manager")
                    .orShould()
                    .haveSimpleNameEndingWith("Helper")
                    .because("such a name hides that nobody knew what the type is");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.meterlark.(**)")
                    .should()
                    .beFreeOfCycles()
                    .because("what goes in a circle can only be understood whole");

    @ArchTest
    static final ArchRule everyRouteSaysWhoMayReachIt =
            methods()
                    .that()
                    .areMetaAnnotatedWith(RequestMapping.class)
                    .and(describe("are not the error page", ArchitectureTests::isRoute))
                    .should(sayWhoMayReachThem())
                    .because("a route that says nothing is refused, and nobody would find out why");

    private static boolean isRoute(JavaMethod method) {
        return !method.getOwner()
                .isAssignableTo("org.springframework.boot.webmvc.error.ErrorController");
    }

    private static String name(JavaCall<?> call) {
        return call.getTargetOwner().getFullName() + "." + call.getName();
    }

    private static ArchCondition<JavaMethod> sayWhoMayReachThem() {
        return new ArchCondition<>("carry @Access or @OpenToAnyone, or their class does") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                JavaClass owner = method.getOwner();
                boolean says =
                        method.isAnnotatedWith(Access.class)
                                || method.isAnnotatedWith(OpenToAnyone.class)
                                || method.isAnnotatedWith(AnyCaller.class)
                                || owner.isAnnotatedWith(Access.class)
                                || owner.isAnnotatedWith(OpenToAnyone.class);
                events.add(
                        new SimpleConditionEvent(
                                method, says, method.getFullName() + " says nothing"));
            }
        };
    }
}
