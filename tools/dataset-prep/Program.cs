using LiftedActors.DatasetPrep;

using var client = new HttpClient();
return new Tool(Console.Out, Console.Error, client).Run(args);
