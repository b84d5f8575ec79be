package com.acme.scala

trait Check[T] {
  def check(value: T): Int

  def weigh(value: T, factor: Int = 2): Int = check(value) * factor

  def isEnabled: Boolean = true
}

trait Counting extends Check[String] {
  abstract override def check(value: String): Int = super.check(value) + 1
}

class LengthCheck extends Check[String] {
  override def check(value: String): Int = value.length
}

class CountingCheck extends LengthCheck with Counting

class Steps {
  def +(other: Steps): Int = privately(other)

  private def privately(other: Steps): Int = {
    def locally(depth: Int): Int = if (depth == 0) 1 else locally(depth - 1) + 1
    locally(2)
  }

  def curried(first: Int)(second: => Int): Int = first + second

  lazy val later: Int = 3

  def generic[@specialized(Int) T](value: T): Int = value.hashCode
}

object Scanner {
  def scan(id: String): Int = {
    val counting: Check[String] = new CountingCheck
    val anonymous = new Check[String] {
      def check(value: String): Int = 1
    }
    val lambda: Check[String] = value => value.length
    val steps = new Steps
    counting.check(id) + anonymous.weigh(id) + lambda.check(id) +
      (steps + steps) + steps.curried(1)(2) + steps.later + steps.generic(7)
  }
}

object Main {
  def main(arguments: Array[String]): Unit = println(Scanner.scan("nightly"))
}
