/** For PowerShell: what `sim __complete` offers, with descriptions as tool tips. */
export const powershell = `# powershell completion for sim

Register-ArgumentCompleter -Native -CommandName sim -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements |
        Where-Object { $_.Extent.StartOffset -lt $cursorPosition } |
        ForEach-Object { $_.Extent.Text })
    $before = @($words | Select-Object -Skip 1)
    if ($wordToComplete) { $before = @($before | Select-Object -SkipLast 1) }
    $answer = @(sim __complete @before "$wordToComplete" 2>$null)
    if ($answer.Count -lt 2) { return }
    $answer[0..($answer.Count - 2)] | ForEach-Object {
        $word, $meaning = $_ -split "\`t", 2
        if (-not $meaning) { $meaning = $word }
        [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $meaning)
    }
}
`;
