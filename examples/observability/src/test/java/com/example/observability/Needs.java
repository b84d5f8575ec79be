package com.example.observability;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips tests where the machine lacks a program, and says which. */
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Needs.Condition.class)
@interface Needs {
  /** The program's name. */
  String value();

  /** Looks for it. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return AnnotationSupport.findAnnotation(context.getElement(), Needs.class)
          .map(Needs::value)
          .filter(name -> Program.find(name).isEmpty())
          .map(
              name ->
                  ConditionEvaluationResult.disabled(
                      "no program "
                          + name
                          + " on the PATH (Debian: apt install prometheus); -D"
                          + Program.FOLDER
                          + " names a folder that has it"))
          .orElseGet(() -> ConditionEvaluationResult.enabled("all there"));
    }
  }
}
