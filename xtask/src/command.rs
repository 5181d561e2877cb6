//! Other programs: started, awaited, and named in what is said when they fail.

use std::process::{Command, ExitStatus, Stdio};

use anyhow::{Context, Result, bail};

/// Runs it, its output being ours.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| not_started(command))?;
    success(command, status)
}

/// Runs it and gives what it wrote to standard output.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| not_started(command))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let told = String::from_utf8_lossy(&output.stdout);
        bail!("{} failed\n{}{}", line(command), told, said.trim_end());
    }
    String::from_utf8(output.stdout).with_context(|| format!("{} wrote no UTF-8", line(command)))
}

pub fn success(command: &Command, status: ExitStatus) -> Result<()> {
    if !status.success() {
        bail!("{} failed", line(command));
    }
    Ok(())
}

pub fn not_started(command: &Command) -> String {
    format!("{} could not be started", line(command))
}

/// The command as a person would type it, without the folders before the program.
pub fn line(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let program = program
        .file_stem()
        .unwrap_or(command.get_program())
        .to_string_lossy();
    let arguments = command
        .get_args()
        .map(|argument| argument.to_string_lossy());
    let words: Vec<_> = std::iter::once(program).chain(arguments).collect();
    format!("`{}`", words.join(" "))
}
