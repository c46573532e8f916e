package io.katran.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may depend on whom, as docs/architecture.md says it. */
@AnalyzeClasses(packages = "io.katran", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule api_and_spi_know_only_the_jdk_and_what_they_export =
            classes()
                    .that()
                    .resideInAnyPackage("io.katran.api..", "io.katran.spi..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "java..",
                            "io.katran.api..",
                            "io.katran.spi..",
                            "com.typesafe.config..",
                            "com.codahale.metrics..",
                            "org.slf4j..",
                            "org.jspecify..");

    @ArchTest
    static final ArchRule the_native_boundary_knows_nothing_of_balancing =
            classes()
                    .that()
                    .resideInAPackage("io.katran.bpf..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "java..", "io.katran.bpf..", "org.slf4j..", "org.jspecify..");

    @ArchTest
    static final ArchRule only_one_class_declares_native_methods =
            methods()
                    .that()
                    .haveModifier(JavaModifier.NATIVE)
                    .should()
                    .beDeclaredIn("io.katran.bpf.Native");

    @ArchTest
    static final ArchRule hashing_is_pure =
            classes()
                    .that()
                    .resideInAPackage("io.katran.maglev..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "java..", "io.katran.maglev..", "io.katran.api..", "org.jspecify..");

    @ArchTest
    static final ArchRule the_brain_knows_the_data_path_only_by_its_port =
            noClasses()
                    .that()
                    .resideInAPackage("io.katran.control..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.katran.bpf..",
                            "io.katran.dataplane..",
                            "io.katran.server..",
                            "io.katran.cli..");

    @ArchTest
    static final ArchRule maps_are_written_in_one_place =
            noClasses()
                    .that(
                            are(
                                    not(
                                            resideInAnyPackage(
                                                    "io.katran.bpf..",
                                                    "io.katran.dataplane.bpf.."))))
                    .and()
                    .resideOutsideOfPackages(
                            "io.katran.server.checks..", "io.katran.cli..", "io.katran.benchmark..")
                    .should()
                    .dependOnClassesThat(resideInAPackage("io.katran.bpf.."));

    @ArchTest
    static final ArchRule generated_thrift_code_stays_in_the_adapters =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            "io.katran.thrift..", "io.katran.server..", "io.katran.cli..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.katran.thrift..", "org.apache.thrift..");

    @ArchTest
    static final ArchRule the_server_does_not_know_its_command_line =
            noClasses()
                    .that()
                    .resideInAPackage("io.katran.server..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.katran.cli..");

    @ArchTest
    static final ArchRule no_cycles_between_packages =
            slices().matching("io.katran.(**)").should().beFreeOfCycles();

    @ArchTest static final ArchRule logs_by_slf4j = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    @ArchTest
    static final ArchRule writes_to_given_streams = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule throws_exceptions_that_say_something =
            NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
}
